// The last five minutes as lines.
import { at, make } from "./dom.js";

const MOST = 300;
const history = [];
let charts = null;
let isChosen = false; // until somebody chooses, the first tier whose reads were timed is shown

const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function line(label, variable, dash) {
  return { label, variable, data: [], borderWidth: 2, pointRadius: 0, spanGaps: true, borderDash: dash || [], tension: 0.2 };
}

function chart(id, datasets, scale) {
  return new window.Chart(at(id), {
    type: "line",
    data: { labels: [], datasets },
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, interaction: { mode: "index", intersect: false },
      scales: { x: { ticks: { maxTicksLimit: 5, maxRotation: 0 } }, y: { beginAtZero: true, ...scale } },
      plugins: { legend: { labels: { boxWidth: 12, boxHeight: 2 } } },
    },
  });
}

function begin() {
  charts = {
    ratio: chart("ratio-chart", [line("hit ratio", "--brand")], { max: 100 }),
    rate: chart("rate-chart", [line("reads", "--brand"), line("loads", "--redis", [6, 3])], {}),
    latency: chart("latency-chart", [line("p50", "--memory"), line("p95", "--disk", [6, 3]), line("p99", "--redis", [2, 2])], {}),
  };
  paint();
}

// Takes the colours of the page, which change with the theme.
export function paint() {
  if (!charts) {
    return;
  }
  for (const each of Object.values(charts)) {
    each.data.datasets.forEach(set => { set.borderColor = color(set.variable); set.backgroundColor = color(set.variable); });
    for (const axis of Object.values(each.options.scales)) {
      axis.ticks = { ...axis.ticks, color: color("--quiet") };
      axis.grid = { color: color("--line") };
    }
    each.options.plugins.legend.labels.color = color("--quiet");
    each.update("none");
  }
}

function set(each, ...rows) {
  each.data.labels = history.map(snapshot => new Date(snapshot.time).toLocaleTimeString("en-GB"));
  rows.forEach((row, i) => { each.data.datasets[i].data = row; });
  each.update("none");
}

function showLatency() {
  const name = at("latency-tier").value;
  const of = part => history.map(snapshot => snapshot.tiers.find(tier => tier.name === name)?.[part] ?? null);
  set(charts.latency, of("p50Micros"), of("p95Micros"), of("p99Micros"));
}

export function showCharts(snapshot) {
  if (!charts) {
    begin();
    at("latency-tier").addEventListener("change", () => { isChosen = true; showLatency(); });
  }
  history.push(snapshot);
  if (history.length > MOST) {
    history.shift();
  }
  const select = at("latency-tier");
  if (select.length !== snapshot.tiers.length) {
    select.replaceChildren(...snapshot.tiers.map(tier => make("option", { value: tier.name }, tier.name)));
  }
  if (!isChosen) {
    select.value = snapshot.tiers.find(tier => tier.p50Micros !== null)?.name ?? select.value;
  }
  set(charts.ratio, history.map(each => (each.hitRatio === null ? null : each.hitRatio * 100)));
  set(charts.rate, history.map(each => each.rates.reads), history.map(each => each.rates.loads));
  showLatency();
}
