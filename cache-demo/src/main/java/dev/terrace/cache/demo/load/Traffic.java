package dev.terrace.cache.demo.load;

import dev.terrace.cache.demo.shop.ShopSize;
import dev.terrace.cache.time.NamedThreads;
import dev.terrace.cache.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A few visitors who ask for a page, look at it for a moment and ask for the next one, and a merchant who changes prices and
 * looks at once whether the page shows them. Who waits longer for an answer asks less often, so that a slow shop is not
 * buried.
 *
 * <p>Nothing happens before {@link #start}; {@link #visit} and {@link #reprice} may be called without it.
 */
public final class Traffic implements AutoCloseable {

    private static final int VISITORS = 4;
    private static final double MOST_A_SECOND = 400;
    private static final Duration BETWEEN_PRICES = Duration.ofMillis(400);
    private static final int CHEAPEST = 199;
    private static final int PRICE_RANGE = 30_000;
    private static final int SALE_PERCENT = 80;
    private static final long END_SECONDS = 10;
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern CENTS = Pattern.compile("\"cents\":(\\d+)");

    private final TimeSource time;
    private final Browser browser;
    private final Wishes wishes;
    private final Ledger ledger;
    private final Consumer<String> news;
    private final long begin;
    private final ScheduledThreadPoolExecutor people =
            new ScheduledThreadPoolExecutor(VISITORS + 1, NamedThreads.daemon("demo-visitor"));
    private int lastSale;

    /**
     * Prepares the traffic.
     *
     * @param news told in a line what happens beside visits
     */
    public Traffic(TimeSource time, URI shop, ShopSize size, Ledger ledger, Consumer<String> news) {
        this.time = time;
        this.browser = new Browser(shop);
        this.wishes = new Wishes(size);
        this.ledger = ledger;
        this.news = news;
        this.begin = time.nanos();
        people.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        people.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Returns the time of day in the shop. */
    public Day now() {
        return Day.after(Duration.ofNanos(time.nanos() - begin));
    }

    /**
     * Opens the doors.
     *
     * @param random makes a generator for each of the people
     */
    public void start(RandomGenerator.SplittableGenerator random) {
        for (int i = 0; i < VISITORS; i++) {
            RandomGenerator own = random.split();
            again(() -> visit(own), this::pauseNanos, i * pauseNanos() / VISITORS);
        }
        RandomGenerator merchant = random.split();
        again(() -> trade(merchant), BETWEEN_PRICES::toNanos, BETWEEN_PRICES.toNanos());
    }

    private long pauseNanos() {
        return (long) (TimeUnit.SECONDS.toNanos(1) * VISITORS / (MOST_A_SECOND * now().share()));
    }

    private void again(Runnable task, LongSupplier pause, long delay) {
        Runnable thenAgain = () -> {
            try {
                task.run();
            } finally {
                again(task, pause, pause.getAsLong());
            }
        };
        Future<?> unused = people.schedule(thenAgain, delay, TimeUnit.NANOSECONDS);
    }

    /** Asks for one page and notes what came. */
    public void visit(RandomGenerator random) {
        Phase phase = ledger.phase();
        String path = wishes.next(now(), random);
        long start = time.nanos();
        try {
            Browser.Answer answer = browser.get(path);
            if (answer.status() == 200) {
                ledger.answered(phase, time.nanos() - start, answer.by());
            } else {
                ledger.failed(phase);
            }
        } catch (IOException e) {
            ledger.failed(phase);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void trade(RandomGenerator random) {
        Day day = now();
        if (day.isSale() && day.number() > lastSale) {
            lastSale = day.number();
            sale(day);
        }
        reprice(random);
    }

    private void sale(Day day) {
        int category = wishes.saleCategory(day);
        String path = "/categories/" + category + "/sale?percent=" + SALE_PERCENT;
        try {
            Browser.Answer answer = browser.send("POST", path);
            Matcher forgotten = NUMBER.matcher(answer.body());
            news.accept("sale: all prices of category " + category + " cut, "
                    + (forgotten.find() ? forgotten.group() : "no")
                    + " cached pages and cards forgotten by the pattern \""
                    + category + ":*\"; a crowd comes");
        } catch (IOException e) {
            news.accept("the sale did not happen: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Changes the price of a product that many look at, and looks at once what its page says. */
    public void reprice(RandomGenerator random) {
        String product = Wishes.product(wishes.product(now(), random));
        int cents = CHEAPEST + random.nextInt(PRICE_RANGE);
        try {
            Browser.Answer changed = browser.send("PUT", product + "/price?cents=" + cents);
            Browser.Answer seen = browser.get(product);
            if (changed.status() == 200 && seen.status() == 200) {
                Matcher price = CENTS.matcher(seen.body());
                ledger.priced(!price.find() || Integer.parseInt(price.group(1)) != cents);
            }
        } catch (IOException e) {
            ledger.failed(ledger.phase());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the doors, and waits until everybody has left. */
    @Override
    public void close() {
        people.shutdown();
        try {
            if (!people.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                people.shutdownNow();
            }
        } catch (InterruptedException e) {
            people.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
