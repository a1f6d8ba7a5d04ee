package dev.terrace.cache.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.demo.shop.CachedShop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The demo's dashboard in the Chromium of this machine. */
@EnabledIf(value = "isChromiumThere", disabledReason = "there is no Chromium on this machine")
class DashboardIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    static boolean isChromiumThere() {
        boolean isThere = Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
        if (!isThere) {
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                throw new IllegalStateException("install the packages chromium and chromium-driver");
            }
            System.err.println("DEMO'S DASHBOARD NOT TESTED: install the packages chromium and chromium-driver");
        }
        return isThere;
    }

    private static ChromeDriver open() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--window-size=1280,1800");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(2)).scriptTimeout(Duration.ofMinutes(1));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 1280, "height", 1800, "deviceScaleFactor", 1, "mobile", false));
        return driver;
    }

    @Test
    void theShopsRegionsTiersAndKeysAreShown(@TempDir Path folder) throws Exception {
        try (Played played = new Played(folder)) {
            ChromeDriver browser = open();
            try {
                browser.get(played.scene.adminServer().address() + "#token=" + Played.TOKEN);
                waitUntil(browser, () -> text(browser, "#connection").equals("live"));
                played.visits(200, 7);
                List<String> regions = List.copyOf(CachedShop.REGIONS);
                waitUntil(browser, () -> regions.stream().allMatch(text(browser, "#region-rows")::contains));
                assertThat(browser.findElements(By.cssSelector(".tier")))
                        .extracting(tier -> tier.getAttribute("data-tier"))
                        .containsExactly("memory", "disk");

                played.get("/products/1");
                browser.findElement(By.cssSelector("#explain-key")).sendKeys("product:1:1", Keys.ENTER);
                waitUntil(browser, () -> text(browser, "#explain-result").contains("A read would find it"));
                assertThat(text(browser, "#explain-result")).contains("memory", "disk");
                waitUntil(browser, () -> text(browser, "#warming-note").contains("products"));

                played.send("POST", "/cache/off");
                waitUntil(browser, () -> text(browser, "#alerts").contains("cacheOff"));
                played.send("POST", "/cache/on");
                waitUntil(browser, () -> !text(browser, "#alerts").contains("cacheOff"));
            } finally {
                browser.quit();
            }
        }
    }

    private static String text(ChromeDriver browser, String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    private static void waitUntil(ChromeDriver browser, BooleanSupplier condition) {
        new WebDriverWait(browser, PATIENCE)
                .ignoring(RuntimeException.class)
                .until(ignored -> condition.getAsBoolean());
    }
}
