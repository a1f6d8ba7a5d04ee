import { listen, text, token } from "./api.js";
import { paint, showCharts } from "./charts.js";
import { at, make, say } from "./dom.js";
import { showFlow } from "./flow.js";
import { beginKeys, showHottest } from "./keys.js";
import { showRegions, showState } from "./tables.js";
import { beginWarming, showWarming } from "./warming.js";

const THEME = "terrace.theme";
const SLOW_PANELS_MILLIS = 4000;
const RETRY_MILLIS = 2000;
let session = null;

function connection(state, words) {
  at("connection").dataset.state = state;
  at("connection").textContent = words;
}

function askForToken(error = "") {
  token.forget();
  at("sign-out").hidden = true;
  at("sign-in-error").textContent = error;
  connection("off", "not connected");
  if (!at("sign-in").open) {
    at("sign-in").showModal();
  }
}

function show(snapshot) {
  connection("live", "live");
  showFlow(snapshot);
  showCharts(snapshot);
  showRegions(snapshot);
  showState(snapshot);
  if (!session.hasFirst) {
    session.hasFirst = true;
    showHottest();
    showWarming();
  }
}

const pause = millis => new Promise(done => setTimeout(done, millis));

async function open() {
  const mine = { stop: new AbortController(), hasFirst: false };
  session = mine;
  at("sign-out").hidden = false;
  mine.slow = setInterval(() => {
    if (!document.hidden && mine.hasFirst) {
      showHottest();
      showWarming();
    }
  }, SLOW_PANELS_MILLIS);
  while (session === mine) {
    try {
      await listen(show, mine.stop.signal);
    } catch (problem) {
      if (problem.status === 401) {
        close();
        askForToken("The server does not know this token.");
        return;
      }
    }
    if (session === mine) {
      connection("off", "connection lost, trying again");
      await pause(RETRY_MILLIS);
    }
  }
}

function close() {
  if (session) {
    clearInterval(session.slow);
    session.stop.abort();
    session = null;
  }
}

function chooseTheme(theme) {
  if (theme) {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(THEME, theme);
  }
  paint();
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

async function download() {
  try {
    const report = new Blob([await text("/cache/reports/latest?format=html")], { type: "text/html" });
    const link = make("a", { href: URL.createObjectURL(report), download: "terrace-report.html" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (problem) {
    say(problem.message);
  }
}

// A program that shows the address may put the token behind its #, which browsers send to nobody.
function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    token.set(given);
    history.replaceState(null, "", location.pathname);
  }
}

function begin() {
  chooseTheme(localStorage.getItem(THEME));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  at("theme").addEventListener("click", () => chooseTheme(isDark() ? "light" : "dark"));
  at("report").addEventListener("click", download);
  at("sign-out").addEventListener("click", () => { close(); askForToken(); });
  at("sign-in").addEventListener("cancel", event => event.preventDefault());
  at("sign-in-form").addEventListener("submit", event => {
    event.preventDefault();
    token.set(at("token").value.trim());
    at("token").value = "";
    at("sign-in").close();
    open();
  });
  beginKeys();
  beginWarming();
  takeToken();
  if (token.get()) {
    open();
  } else {
    askForToken();
  }
}

begin();
