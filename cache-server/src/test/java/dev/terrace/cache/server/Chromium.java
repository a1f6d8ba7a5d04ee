package dev.terrace.cache.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The Chromium of this machine, without a window. */
final class Chromium {

    private static final List<Path> BROWSERS =
            List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));
    private static final List<Path> DRIVERS =
            List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/lib/chromium-browser/chromedriver"));

    private Chromium() {}

    /** Returns true if it is there; says so loudly if not. Fails on CI, which installs it. */
    static boolean isThere() {
        boolean isThere = !found(BROWSERS).isEmpty() && !found(DRIVERS).isEmpty();
        if (!isThere) {
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                throw new IllegalStateException(
                        "the dashboard cannot be tested without Chromium; install the packages chromium and chromium-driver");
            }
            System.err.println("DASHBOARD NOT TESTED: no Chromium; install the packages chromium and chromium-driver");
        }
        return isThere;
    }

    private static List<Path> found(List<Path> paths) {
        return paths.stream().filter(Files::isExecutable).toList();
    }

    /**
     * Opens a browser. Close it with {@code quit()}.
     *
     * @param width of the page, in pixels
     */
    static ChromeDriver open(int width, int height, boolean isDark) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(found(BROWSERS).get(0).toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--force-prefers-reduced-motion",
                "--window-size=" + width + "," + height);
        if (isDark) {
            options.addArguments("--blink-settings=preferredColorScheme=0");
        }
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(found(DRIVERS).get(0).toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(2)).scriptTimeout(Duration.ofMinutes(1));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.manage().window().setSize(new Dimension(width, height));
        return driver;
    }
}
