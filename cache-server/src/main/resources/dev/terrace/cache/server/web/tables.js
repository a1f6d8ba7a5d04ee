// Regions, alerts and coherence: what the event stream brings.
import { at, bytes, figures, make, number, percent } from "./dom.js";

export function showRegions(snapshot) {
  at("region-rows").replaceChildren(...snapshot.regions.map(region => make("tr", {},
    make("th", { scope: "row", className: "key" }, region.name),
    make("td", {}, number(region.reads)),
    make("td", {}, percent(region.hitRatioFiveMinutes)),
    make("td", {}, `${number(region.entries)} (${bytes(region.bytes)})`),
    make("td", {}, make("meter", { min: 0, max: 1, value: region.maximumBytes ? Math.min(1, region.bytes / region.maximumBytes) : 0,
      ariaLabel: `Memory used by ${region.name}` })))));
  const select = at("hot-region");
  const names = snapshot.regions.map(region => region.name).sort();
  if (select.dataset.names !== names.join()) {
    const chosen = select.value || snapshot.regions[0]?.name;
    select.dataset.names = names.join();
    select.replaceChildren(...names.map(name => make("option", { value: name }, name)));
    if (names.includes(chosen)) {
      select.value = chosen;
    }
  }
}

function gauge(gauges, ending) {
  const name = Object.keys(gauges).find(each => each.endsWith(ending));
  return name === undefined ? undefined : gauges[name];
}

export function showState(snapshot) {
  const gauges = snapshot.gauges;
  const open = gauge(gauges, "breakers.open");
  const staleness = gauge(gauges, "coherence.staleness.seconds");
  figures(at("coherence"), [
    ["breaker", open === undefined ? "no Redis" : open > 0 ? "open" : "closed"],
    ["staleness at most", staleness === undefined ? "no Redis" : `${staleness.toFixed(2)} s`],
    ["epoch", number(gauges.epoch)],
    ["messages lost", number(gauge(gauges, "coherence.losses"))],
    ["nodes", number(gauge(gauges, "coherence.nodes"))],
    ["writes on their way", number(gauges["writes.pending"])],
    ["queue", number(gauges["queue.depth"])],
    ["removals being swept", number(gauges["barriers.active"])],
    ["free on disk", bytes(gauges["disk.free.bytes"])],
  ]);
  const alerts = snapshot.alerts.map(alert => make("li", { data: { severity: alert.severity } },
    make("strong", {}, `${alert.severity.toLowerCase()}, ${alert.state.toLowerCase()}: `), alert.message));
  at("alerts").replaceChildren(...(alerts.length ? alerts : [make("li", { className: "none" }, "None: all is well.")]));
}
