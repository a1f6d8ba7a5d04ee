package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.Json;
import dev.terrace.cache.server.http.Problem;
import dev.terrace.cache.tier.TierUnavailableException;
import dev.terrace.cache.time.NamedThreads;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Work that may take long. A request waits a moment for its own; what takes longer goes on as a job that can be watched and,
 * where that makes sense, cancelled. Bounded. Safe for use by many threads.
 */
final class Jobs implements AutoCloseable {

    private static final int REMEMBERED = 100;

    private final Backstage backstage;
    private final Semaphore room;
    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.daemon("terrace-job"));
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Job> jobs = new ConcurrentSkipListMap<>();

    Jobs(Backstage backstage) {
        this.backstage = backstage;
        this.room = new Semaphore(backstage.rules().room().jobs());
    }

    /** Does work that took effect when it began, and answers with what it came to or with the address of its job. */
    void run(Context context, String kind, Job.Work work) {
        answer(context, begin(kind, false, work));
    }

    /** As {@link #run}, for work that asks whether to go on. */
    void runCancellable(Context context, String kind, Job.Work work) {
        answer(context, begin(kind, true, work));
    }

    /** Begins work that asks whether to go on. */
    Job begin(String kind, boolean isCancellable, Job.Work work) {
        if (!room.tryAcquire()) {
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "too many jobs run already",
                    "wait for one of /cache/jobs to end, or cancel one");
        }
        Job job = new Job(
                ids.incrementAndGet(), kind, isCancellable, backstage.time().millis());
        jobs.put(job.id(), job);
        forgetOld();
        threads.execute(() -> {
            try {
                job.run(work);
            } finally {
                room.release();
            }
        });
        return job;
    }

    private void forgetOld() {
        for (Map.Entry<Long, Job> oldest : jobs.entrySet()) {
            if (jobs.size() <= REMEMBERED) {
                return;
            }
            if (oldest.getValue().end().isDone()) {
                jobs.remove(oldest.getKey());
            }
        }
    }

    private void answer(Context context, Job job) {
        try {
            Object result = job.end().get(backstage.rules().room().patience().toMillis(), TimeUnit.MILLISECONDS);
            Json.answer(context, result);
        } catch (TimeoutException e) {
            accept(context, job);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TierUnavailableException unavailable) {
                throw new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        String.valueOf(unavailable.getMessage()),
                        "look at /health, and try again when the tier is up");
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("job " + job.id() + " failed; see its cause", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            accept(context, job);
        }
    }

    /** Answers that the job goes on, and where to look. */
    static void accept(Context context, Job job) {
        context.status(HttpStatus.ACCEPTED).header("Location", "/cache/jobs/" + job.id());
        Json.answer(context, job.status());
    }

    List<Job.Status> all() {
        List<Job.Status> all = new ArrayList<>();
        jobs.descendingMap().values().forEach(job -> all.add(job.status()));
        return all;
    }

    Job get(String id) {
        Job job = id.matches("[0-9]{1,18}") ? jobs.get(Long.parseLong(id)) : null;
        if (job == null) {
            throw Problem.notFound(
                    "there is no job " + id + ", or it ended long ago", "look at /cache/jobs for those that are known");
        }
        return job;
    }

    /** Cancels what can be cancelled; the rest goes on by itself, its threads are daemons. */
    @Override
    public void close() {
        jobs.values().stream().filter(job -> job.status().cancellable()).forEach(Job::cancel);
        threads.shutdown();
    }
}
