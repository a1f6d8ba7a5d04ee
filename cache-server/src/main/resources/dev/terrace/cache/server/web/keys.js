// Keys: hottest, explained, removed by pattern after they were counted.
import { get, remove, work } from "./api.js";
import { at, bytes, duration, make, number, say } from "./dom.js";

const pathOf = key => `/cache/entries/${encodeURIComponent(key)}`;

export async function showHottest() {
  const region = at("hot-region").value;
  if (!region) {
    return;
  }
  try {
    const answer = await get(`/cache/warming/hottest?limit=15&region=${encodeURIComponent(region)}`);
    const focused = document.activeElement?.dataset?.key;
    at("hot-rows").replaceChildren(...answer.keys.map(hot => make("tr", {},
      make("td", { className: "key" }, make("button", { type: "button", className: "link", data: { key: `${region}:${hot.key}` },
        onclick: () => explain(`${region}:${hot.key}`) }, hot.key)),
      make("td", {}, number(hot.perSecond)),
      make("td", {}, hot.tiers.join(", ") || "none"))));
    if (focused) {
      document.querySelector(`#hot-rows button[data-key="${CSS.escape(focused)}"]`)?.focus();
    }
    at("hot-note").textContent = answer.keys.length ? "" : "No reads were counted yet.";
  } catch (problem) {
    at("hot-note").textContent = problem.message;
  }
}

function tiersTable(entry) {
  return make("div", { className: "scroll" }, make("table", {},
    make("thead", {}, make("tr", {}, ...["Tier", "State", "Lives", "Size", "Tag"].map(name => make("th", { scope: "col" }, name)))),
    make("tbody", {}, ...entry.tiers.map(tier => {
      const there = tier.state !== "ABSENT" && tier.state !== "UNKNOWN";
      return make("tr", {}, make("th", { scope: "row" }, tier.tier), make("td", {}, tier.state.toLowerCase()),
        make("td", {}, there ? duration(tier.remainingMillis) : "–"), make("td", {}, there ? bytes(tier.bytes) : "–"),
        make("td", { className: "key" }, there ? tier.tag : "–"));
    }))));
}

export async function explain(key) {
  at("explain-key").value = key;
  const result = at("explain-result");
  try {
    const entry = await get(pathOf(key));
    const notes = [entry.live ? "A read would find it." : "A read would not find it.",
      entry.pendingWrite ? `A ${entry.pendingWrite} is on its way.` : "",
      entry.hiddenBy.length ? `Hidden by ${entry.hiddenBy.join(", ")}.` : "",
      entry.lastRemoval ? `Last removed by: ${entry.lastRemoval}.` : ""];
    result.replaceChildren(make("p", {}, make("code", {}, entry.key), " ", notes.filter(Boolean).join(" ")), tiersTable(entry));
    if (entry.valueShown) {
      result.append(make("pre", { tabIndex: 0 }, JSON.stringify(entry.value, null, 2)));
    } else if (entry.live) {
      result.append(make("p", { className: "quiet" }, "This server does not show values of this region."));
    }
    if (entry.live) {
      result.append(make("p", { className: "buttons" }, make("button", { type: "button", id: "explain-remove",
        onclick: () => removeOne(key) }, "Remove this key")));
    }
  } catch (problem) {
    result.replaceChildren(make("p", { className: "bad" }, problem.message));
  }
}

async function removeOne(key) {
  try {
    await remove(pathOf(key));
    say(`Removed ${key}.`);
    await explain(key);
  } catch (problem) {
    say(problem.message);
  }
}

async function count(pattern) {
  const result = at("dry-result");
  result.replaceChildren(make("p", {}, "Counting…"));
  try {
    const dry = await work("POST", "/cache/invalidate", { pattern, dryRun: true },
      job => result.replaceChildren(make("p", {}, `Counting… ${number(job.done)} so far`)));
    result.replaceChildren(make("p", {}, make("strong", { id: "dry-count" }, number(dry.matching)), " keys match ",
      make("code", {}, dry.pattern), dry.matching > dry.samples.length ? `; ${dry.samples.length} of them:` : dry.matching ? ":" : "."));
    if (dry.matching > 0) {
      result.append(make("ul", { className: "samples" }, ...dry.samples.map(key => make("li", { className: "key" }, key))),
        make("p", { className: "buttons" }, make("button", { type: "button", id: "ask-remove", className: "danger",
          onclick: () => ask(dry) }, "Remove them…")));
    }
  } catch (problem) {
    result.replaceChildren(make("p", { className: "bad" }, problem.message));
  }
}

function ask(dry) {
  at("confirm-pattern").textContent = dry.pattern;
  at("confirm-count").textContent = `${number(dry.matching)} keys`;
  at("confirm-yes").onclick = () => removeAll(dry.pattern);
  at("confirm").showModal();
}

async function removeAll(pattern) {
  at("confirm").close();
  const result = at("dry-result");
  try {
    const done = await work("POST", "/cache/invalidate", { pattern });
    result.replaceChildren(make("p", { id: "removed" }, `Removed ${number(done.removed)} keys that matched `, make("code", {}, pattern), "."));
  } catch (problem) {
    result.replaceChildren(make("p", { className: "bad" }, problem.message));
  }
}

export function beginKeys() {
  at("hot-region").addEventListener("change", showHottest);
  at("explain-form").addEventListener("submit", event => {
    event.preventDefault();
    explain(at("explain-key").value.trim());
  });
  at("invalidate-form").addEventListener("submit", event => {
    event.preventDefault();
    count(at("pattern").value.trim());
  });
  at("confirm-no").addEventListener("click", () => at("confirm").close());
}
