package dev.terrace.cache.metrics.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;

/** The Chromium of this machine, without a window, that keeps a record of what a page asks the network for. */
final class Browser implements AutoCloseable {

    private static final List<Path> BROWSERS =
            List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));
    private static final List<Path> DRIVERS =
            List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/lib/chromium-browser/chromedriver"));

    private final ChromeDriver driver;

    Browser() {
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
                "--force-device-scale-factor=1",
                "--window-size=1000,900");
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL", "performance", "ALL"));
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(found(DRIVERS).get(0).toFile())
                        .usingAnyFreePort()
                        .build(),
                options);
    }

    private static List<Path> found(List<Path> paths) {
        return paths.stream().filter(Files::isExecutable).toList();
    }

    /** Returns true if it is there; says so loudly if not. Fails on CI, which installs it. */
    static boolean isThere() {
        boolean isThere = !found(BROWSERS).isEmpty() && !found(DRIVERS).isEmpty();
        if (!isThere && Boolean.parseBoolean(System.getenv("CI"))) {
            throw new IllegalStateException(
                    "the report cannot be tested without Chromium; install the packages chromium and chromium-driver");
        }
        if (!isThere) {
            System.err.println(
                    "REPORT NOT TESTED IN A BROWSER: no Chromium; install the packages chromium and chromium-driver");
        }
        return isThere;
    }

    void open(Path page) {
        driver.get(page.toUri().toString());
    }

    /** Runs a script in the page and returns what it returns. */
    Object run(String script) {
        return driver.executeScript(script);
    }

    /** Returns a picture of one element, as PNG. */
    byte[] picture(String id) {
        return driver.findElement(By.id(id)).getScreenshotAs(OutputType.BYTES);
    }

    /** Returns what the page wrote to the console since the last call. */
    List<String> console() {
        return log("browser");
    }

    /** Returns the events of the network since the last call, as the browser's JSON. */
    List<String> network() {
        return log("performance").stream()
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .toList();
    }

    private List<String> log(String kind) {
        return driver.manage().logs().get(kind).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
