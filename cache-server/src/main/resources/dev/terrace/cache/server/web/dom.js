// Small things around the page. Text is set as text, never as markup: keys and values come from anywhere.
export const at = id => document.getElementById(id);

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "data") {
      Object.assign(element.dataset, value);
    } else if (name in element) {
      element[name] = value;
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined).map(child =>
    child instanceof Node ? child : String(child)));
  return element;
}

export function number(value) {
  if (value === null || value === undefined) {
    return "–";
  }
  const size = Math.abs(value);
  if (size >= 1e6) {
    return `${(value / 1e6).toFixed(1)} M`;
  }
  if (size >= 1e4) {
    return `${(value / 1e3).toFixed(1)} k`;
  }
  return size >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString("en") : value.toFixed(1);
}

export function bytes(value) {
  if (value === null || value === undefined) {
    return "–";
  }
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let size = value;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}

export const percent = share => (share === null || share === undefined ? "–" : `${(share * 100).toFixed(1)} %`);

export function duration(millis) {
  if (millis === null || millis === undefined) {
    return "for ever";
  }
  const seconds = millis / 1000;
  if (seconds < 90) {
    return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  }
  if (seconds < 5400) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${(seconds / 3600).toFixed(1)} h` : `${Math.round(seconds / 86400)} days`;
}

// Shows figures as a list of terms; keeps the elements, so that nothing flickers.
export function figures(list, entries) {
  if (list.children.length !== entries.length) {
    list.replaceChildren(...entries.map(() => make("div", {}, make("dt"), make("dd"))));
  }
  entries.forEach(([name, value], i) => {
    const [term, shown] = list.children[i].children;
    term.textContent = name;
    shown.textContent = value;
  });
}

let hiding;
export function say(text) {
  at("message").textContent = text;
  clearTimeout(hiding);
  hiding = setTimeout(() => { at("message").textContent = ""; }, 6000);
}
