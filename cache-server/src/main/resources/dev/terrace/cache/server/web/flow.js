// The tiers as a picture: a card for each, and between them what goes down and what comes up.
import { at, bytes, figures, make, number, percent } from "./dom.js";

function card(tier) {
  return make("article", { className: "tier", data: { tier: tier.name } },
    make("h3", {}, tier.name, make("span")),
    make("dl"),
    make("meter", { min: 0, max: 1, ariaLabel: `How full ${tier.name} is` }));
}

function between() {
  const way = (text, back) => make("p", {}, make("span"), make("span", { className: `arrow${back ? " back" : ""}`, ariaHidden: "true" }), text);
  return make("div", { className: "between" }, way("misses/s", false), way("promoted/s", true));
}

const isDown = (name, gauges) =>
  gauges[`${name}.aside`] === 1 || gauges[`${name}.available`] === 0 || gauges[`${name}.${name}.breakers.open`] > 0;

function fillCard(element, tier, index, gauges) {
  element.dataset.state = isDown(tier.name, gauges) ? "DOWN" : "UP";
  element.querySelector("h3 span").textContent = element.dataset.state === "DOWN" ? "out of use" : `l${index + 1}`;
  const rows = [["hits/s", number(tier.hits)], ["evictions/s", number(tier.evictions)], ["entries", number(tier.entries)],
    ["expired", number(tier.expired)], ["size", bytes(tier.bytes)], ["limit", tier.maximumBytes === null ? "none" : bytes(tier.maximumBytes)]];
  const list = element.querySelector("dl");
  if (list.children.length !== rows.length * 2) {
    list.replaceChildren(...rows.flatMap(() => [make("dt"), make("dd")]));
  }
  rows.forEach(([name, value], i) => {
    list.children[i * 2].textContent = name;
    list.children[i * 2 + 1].textContent = value;
  });
  const meter = element.querySelector("meter");
  meter.hidden = tier.maximumBytes === null;
  meter.value = tier.maximumBytes ? tier.bytes / tier.maximumBytes : 0;
  meter.title = percent(meter.value);
}

function fillBetween(element, above, below) {
  [above.misses, below ? below.promotions : 0].forEach((rate, i) => {
    const way = element.children[i];
    way.firstChild.textContent = number(rate);
    way.querySelector(".arrow").classList.toggle("moving", rate > 0);
  });
}

export function showFlow(snapshot) {
  const flow = at("flow");
  const names = snapshot.tiers.map(tier => tier.name).join();
  if (flow.dataset.tiers !== names) {
    flow.dataset.tiers = names;
    const parts = snapshot.tiers.flatMap((tier, i) => (i === 0 ? [card(tier)] : [between(), card(tier)]));
    flow.replaceChildren(...parts);
  }
  snapshot.tiers.forEach((tier, i) => {
    fillCard(flow.children[i * 2], tier, i, snapshot.gauges);
    if (i > 0) {
      fillBetween(flow.children[i * 2 - 1], snapshot.tiers[i - 1], tier);
    }
  });
  const rates = snapshot.rates;
  figures(at("totals"), [["hit ratio", percent(snapshot.hitRatio)], ["reads/s", number(rates.reads)], ["hits/s", number(rates.hits)],
    ["misses/s", number(rates.misses)], ["loads/s", number(rates.loads)], ["writes/s", number(rates.sets + rates.deletes)],
    ["stale/s", number(rates.staleHits)], ["load failures/s", number(rates.loadFailures)]]);
}
