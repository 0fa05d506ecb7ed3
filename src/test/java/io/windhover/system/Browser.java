package io.windhover.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * A Chromium without a window. A test that wants it is skipped where it is not installed.
 * It keeps no page that was left: the event streams of those would use up the six
 * connections that it opens to a server.
 */
final class Browser implements AutoCloseable {

	private static final Duration SOON = Duration.ofSeconds(60);

	private final ChromeDriver driver;

	private Browser(Path chromium, Path chromedriver) throws IOException {
		ChromeOptions options = new ChromeOptions().setBinary(chromium.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--no-first-run", "--disable-features=BackForwardCache", "--disable-background-networking",
				"--disable-component-update", "--lang=en", "--user-data-dir=" + BrowserProcesses.profile());
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.toFile()).build(), options);
		this.driver.manage().window().setSize(new Dimension(1440, 800));
	}

	static Browser start() throws IOException {
		Optional<Path> chromium = installed("chromium", "chromium-browser", "google-chrome");
		Optional<Path> chromedriver = installed("chromedriver");
		Assumptions.assumeTrue(chromium.isPresent() && chromedriver.isPresent(),
				"Skipped: install chromium and chromium-driver to see the pages in a browser");
		return new Browser(chromium.orElseThrow(), chromedriver.orElseThrow());
	}

	private static Optional<Path> installed(String... names) {
		return Stream.of(names)
			.flatMap((name) -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
				.map((directory) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	void open(String url) {
		this.driver.get(url);
	}

	/**
	 * The text of the first element that a selector finds, once it contains all of these.
	 */
	String awaitText(String selector, String... parts) {
		return Awaitility.await(selector + " with " + List.of(parts))
			.atMost(SOON)
			.ignoreException(StaleElementReferenceException.class)
			.until(() -> text(selector), (text) -> text != null && Stream.of(parts).allMatch(text::contains));
	}

	private @Nullable String text(String selector) {
		List<WebElement> found = this.driver.findElements(By.cssSelector(selector));
		return found.isEmpty() ? null : found.get(0).getText();
	}

	int count(String selector) {
		return this.driver.findElements(By.cssSelector(selector)).size();
	}

	void click(String selector) {
		awaitText(selector);
		// the page may be rendered anew between the look and the click
		Awaitility.await("click on " + selector)
			.atMost(SOON)
			.ignoreExceptionsInstanceOf(WebDriverException.class)
			.until(() -> {
				this.driver.findElement(By.cssSelector(selector)).click();
				return true;
			});
	}

	/**
	 * Writes into a field and leaves it.
	 */
	void type(String selector, String text) {
		awaitText(selector);
		this.driver.findElement(By.cssSelector(selector)).sendKeys(text + "\t");
	}

	Object run(String script) {
		return this.driver.executeScript(script);
	}

	byte[] picture() {
		return this.driver.getScreenshotAs(OutputType.BYTES);
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
