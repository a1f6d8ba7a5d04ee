// Warming: runs, progress and worth.
import { get, remove, work } from "./api.js";
import { at, duration, figures, make, number, percent, say } from "./dom.js";

// Reads a time as in PT1H2M3.5S.
function millis(iso) {
  const [, hours, minutes, seconds] = iso.match(/PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?/) ?? [];
  return ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000;
}

export async function showWarming() {
  try {
    const warming = await get("/cache/warming");
    figures(at("worth"), [["warmed", number(warming.worth.warmed)], ["read since", number(warming.worth.useful)],
      ["in vain", number(warming.worth.wasted)], ["accuracy", percent(warming.accuracy)],
      ["waiting saved", duration(millis(warming.worth.sourceTimeSaved))]]);
    at("warming-rows").replaceChildren(...[...warming.running, ...warming.history].slice(0, 10).map(run => make("tr", {},
      make("th", { scope: "row" }, `${run.id} (${run.trigger})`), make("td", {}, new Date(run.begin).toLocaleTimeString("en-GB")),
      make("td", {}, run.state.toLowerCase().replace("_", " ")), make("td", {}, number(run.counts.planned)),
      make("td", {}, number(run.counts.loaded)), make("td", {}, number(run.counts.copied)), make("td", {}, number(run.counts.failed)))));
    at("warming-note").textContent = `Sources: ${warming.sources.join(", ") || "none"}.`;
    at("warm").disabled = false;
  } catch (problem) {
    at("warm").disabled = problem.status === 404;
    at("warming-note").textContent = problem.message;
  }
}

async function warm() {
  const progress = at("warm-progress");
  const cancel = at("warm-cancel");
  try {
    progress.hidden = false;
    const report = await work("POST", "/cache/warming/run", undefined, job => {
      cancel.hidden = job.state !== "RUNNING";
      cancel.onclick = () => remove(`/cache/jobs/${job.id}`).catch(problem => say(problem.message));
      at("warm-state").textContent = `${number(job.done)} keys so far`;
    });
    const counts = report.counts;
    at("warm-state").textContent = `Run ${report.id}: ${report.state.toLowerCase().replace("_", " ")}, ${number(counts.loaded)} loaded, `
      + `${number(counts.copied)} copied, ${number(counts.fresh)} there already.`;
  } catch (problem) {
    at("warm-state").textContent = problem.message;
  } finally {
    progress.hidden = true;
    cancel.hidden = true;
    await showWarming();
  }
}

export function beginWarming() {
  at("warm").addEventListener("click", warm);
}
