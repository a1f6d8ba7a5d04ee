// Talks to the server. The token lives in this tab only.
const KEY = "terrace.token";

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: value => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

export class Problem extends Error {
  constructor(status, detail, fix) {
    super(fix ? `${detail}: ${fix}` : detail);
    this.status = status;
  }
}

function headers(more) {
  return { Authorization: `Bearer ${token.get()}`, ...more };
}

async function problem(response) {
  const body = await response.json().catch(() => ({}));
  return new Problem(response.status, body.detail || response.statusText, body.fix);
}

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: headers(body === undefined ? {} : { "Content-Type": "application/json" }),
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
  });
  if (!response.ok) {
    throw await problem(response);
  }
  return { status: response.status, body: await response.json() };
}

export const get = async path => (await call("GET", path)).body;
export const remove = async path => (await call("DELETE", path)).body;

export async function text(path) {
  const response = await fetch(path, { headers: headers() });
  if (!response.ok) {
    throw await problem(response);
  }
  return response.text();
}

const pause = millis => new Promise(done => setTimeout(done, millis));

// Does work that may become a job, and waits for its result. onJob hears how far it is.
export async function work(method, path, body, onJob = () => {}) {
  const answer = await call(method, path, body);
  if (answer.status !== 202) {
    return answer.body;
  }
  let job = answer.body;
  while (job.state === "RUNNING") {
    onJob(job);
    await pause(300);
    job = await get(`/cache/jobs/${job.id}`);
  }
  onJob(job);
  if (job.state === "FAILED") {
    throw new Problem(500, job.failure);
  }
  return job.result;
}

// Reads the event stream by fetch, since an EventSource cannot send the token. Returns when it ends.
export async function listen(onEvent, signal) {
  const response = await fetch("/cache/events", { headers: headers(), signal, cache: "no-store" });
  if (!response.ok) {
    throw await problem(response);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    buffer += value;
    let end;
    while ((end = buffer.indexOf("\n\n")) >= 0) {
      const data = buffer.slice(0, end).split("\n").find(line => line.startsWith("data: "));
      buffer = buffer.slice(end + 2);
      if (data) {
        onEvent(JSON.parse(data.slice(6)));
      }
    }
  }
}
