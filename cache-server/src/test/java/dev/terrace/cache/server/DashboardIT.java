package dev.terrace.cache.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.server.Running.User;
import dev.terrace.cache.testkit.HeapTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The dashboard in a real browser: each panel is clicked through, and the cache is asked what changed. */
@EnabledIf(value = "dev.terrace.cache.server.Chromium#isThere", disabledReason = "there is no Chromium on this machine")
class DashboardIT {

    private static ChromeDriver browser;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Running running =
            Running.over(CacheManager.builder().tier(new HeapTier("disk", 1 << 20)), same -> same);

    @BeforeAll
    static void open() {
        browser = Chromium.open(1280, 1000, false);
    }

    @AfterAll
    static void quit() {
        browser.quit();
    }

    @BeforeEach
    void fill() {
        IntStream.range(0, 12).forEach(i -> running.words.set("k" + i, "v"));
        running.words.set("other", "v");
        running.users.set("1", new User("John", 30));
        IntStream.range(0, 20).forEach(i -> running.words.get("k1"));
        running.words.get("none");
        signIn(Running.ADMIN);
    }

    @AfterEach
    void end() {
        List<LogEntry> errors = browser.manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .filter(entry -> !entry.getMessage().contains("401")
                        && !entry.getMessage().contains("403"))
                .toList();
        browser.get("about:blank");
        running.close();
        assertThat(errors)
                .as("errors in the console, breaches of the content policy among them")
                .isEmpty();
    }

    private void signIn(String token) {
        browser.get(running.address().toString());
        browser.executeScript("sessionStorage.clear()");
        browser.navigate().refresh();
        waitUntil(() -> find("#sign-in").getAttribute("open") != null);
        find("#token").sendKeys(token, Keys.ENTER);
    }

    private static void waitUntil(BooleanSupplier condition) {
        new WebDriverWait(browser, PATIENCE)
                .ignoring(RuntimeException.class)
                .until(ignored -> condition.getAsBoolean());
    }

    private static WebElement find(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    private static String text(String selector) {
        return find(selector).getText();
    }

    private static void click(String selector) {
        waitUntil(() -> find(selector).isEnabled());
        ((JavascriptExecutor) browser).executeScript("arguments[0].scrollIntoView({block: 'center'})", find(selector));
        find(selector).click();
    }

    private static void live() {
        waitUntil(() -> text("#connection").equals("live"));
    }

    @Test
    void tiersAndFiguresAreLive() {
        live();
        assertThat(browser.findElements(By.cssSelector(".tier"))).hasSize(2);
        waitUntil(() -> text(".tier[data-tier=memory]").contains("14"));
        running.words.set("one more", "v");
        waitUntil(() -> text(".tier[data-tier=memory]").contains("15"));
        waitUntil(() ->
                text("#region-rows").contains("word") && text("#region-rows").contains("user"));
        waitUntil(() -> Boolean.TRUE.equals(
                browser.executeScript("const c = document.getElementById('rate-chart'); const d = c.getContext('2d')"
                        + ".getImageData(0, 0, c.width, c.height).data; return d.some(v => v > 0)")));
        assertThat(text("#alerts")).contains("all is well");
        assertThat(text("#coherence")).contains("no Redis");
    }

    @Test
    void aKeyIsExplainedAndRemoved() {
        live();
        waitUntil(() -> text("#hot-region").contains("word"));
        find("#hot-region").sendKeys("word");
        waitUntil(() -> text("#hot-rows").contains("k1"));
        find("#explain-key").sendKeys("user:1", Keys.ENTER);
        waitUntil(() -> text("#explain-result").contains("A read would find it"));
        assertThat(text("#explain-result")).contains("memory", "disk", "fresh", "John");
        click("#explain-remove");
        waitUntil(() -> text("#explain-result").contains("A read would not find it"));
        assertThat(running.users.get("1")).isNull();
        click("#hot-rows button[data-key='word:k1']");
        waitUntil(() -> text("#explain-result").contains("does not show values"));
    }

    @Test
    void keysAreCountedThenRemovedAfterAConfirmationWithThePattern() {
        live();
        find("#pattern").sendKeys("word:k*", Keys.ENTER);
        waitUntil(() -> text("#dry-count").equals("12"));
        assertThat(browser.findElements(By.cssSelector(".samples li"))).hasSize(10);
        assertThat(running.words.get("k1")).isEqualTo("v");

        click("#ask-remove");
        waitUntil(() -> text("#confirm").contains("word:k*"));
        assertThat(text("#confirm-count")).isEqualTo("12 keys");
        click("#confirm-no");
        assertThat(running.words.get("k1")).as("nothing happened").isEqualTo("v");

        click("#ask-remove");
        waitUntil(() -> find("#confirm-yes").isDisplayed());
        click("#confirm-yes");
        waitUntil(() -> text("#dry-result").contains("Removed 12 keys"));
        assertThat(running.words.get("k1")).isNull();
        assertThat(running.words.get("other")).isEqualTo("v");
    }

    @Test
    void warmingRunsAndShowsWhatItBrought() {
        live();
        waitUntil(() -> text("#warming-note").contains("main_db"));
        click("#warm");
        waitUntil(() -> text("#warm-state").contains("done"));
        assertThat(running.words.get("w1")).isEqualTo("loaded w1");
        waitUntil(() -> text("#warming-rows").contains("1 (demand)"));
    }

    @Test
    void aViewerIsToldWhatHeMayNot() {
        signIn(Running.VIEWER);
        live();
        find("#pattern").sendKeys("word:k*", Keys.ENTER);
        waitUntil(() -> text("#dry-result").contains("admin's token"));
        assertThat(running.words.get("k1")).isEqualTo("v");
    }

    @Test
    void aWrongTokenIsAskedForAgain() {
        signIn("wrong-token-0123456789");
        waitUntil(() -> text("#sign-in-error").contains("does not know"));
        find("#token").sendKeys(Running.ADMIN, Keys.ENTER);
        live();
        click("#sign-out");
        waitUntil(() -> find("#sign-in").isDisplayed());
        assertThat(browser.executeScript("return sessionStorage.length")).isEqualTo(0L);
    }

    @Test
    void aTokenBehindTheAddressSignsInAndIsTakenOutOfIt() {
        browser.executeScript("sessionStorage.clear()");
        browser.get("about:blank");
        browser.get(running.address() + "#token=" + Running.VIEWER);
        live();
        assertThat(browser.getCurrentUrl()).isEqualTo(running.address().toString());
        browser.navigate().refresh();
        live();
    }

    @Test
    void theThemeIsChosenByKeyboard() {
        live();
        find("#theme").sendKeys(Keys.ENTER);
        assertThat(find("html").getAttribute("data-theme")).isEqualTo("dark");
        find("#theme").sendKeys(Keys.ENTER);
        assertThat(find("html").getAttribute("data-theme")).isEqualTo("light");
        browser.executeScript("localStorage.clear()");
    }

    @Test
    void aPhoneShowsAllOfItWithoutScrollingSideways() {
        live();
        Map<String, Object> phone = Map.of("width", 360, "height", 740, "deviceScaleFactor", 1, "mobile", true);
        browser.executeCdpCommand("Emulation.setDeviceMetricsOverride", phone);
        try {
            waitUntil(() -> Long.valueOf(360).equals(browser.executeScript("return innerWidth")));
            find("#explain-key").sendKeys("user:1", Keys.ENTER);
            waitUntil(() -> text("#explain-result").contains("A read would find it"));
            assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
                    .isEqualTo(360L);
        } finally {
            Map<String, Object> desk = Map.of("width", 1280, "height", 1000, "deviceScaleFactor", 1, "mobile", false);
            browser.executeCdpCommand("Emulation.setDeviceMetricsOverride", desk);
        }
    }

    @Test
    void whatAKeyHoldsIsTextAndNeverMarkup() {
        String evil = "<img src=x onerror=alert(1)>";
        running.words.set(evil, "v");
        IntStream.range(0, 50).forEach(i -> running.words.get(evil));
        live();
        find("#pattern").sendKeys("word:<*", Keys.ENTER);
        waitUntil(() -> text("#dry-result").contains(evil));
        assertThat(browser.findElements(By.cssSelector("main img"))).isEmpty();
    }
}
