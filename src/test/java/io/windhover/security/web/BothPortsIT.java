package io.windhover.security.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebOperationRequestPredicate;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole application, its ports open to others, once without users and once with: the
 * review list of {@code src/docs/security.md} names every route and says of each what
 * each caller is answered, and a page of elsewhere gets nothing.
 */
class BothPortsIT {

	private static final String HEADER = "| port | request | shows or changes | elsewhere | here | nobody | viewer | operator |";

	private static OpenPorts open;

	private static OpenPorts secured;

	@BeforeAll
	static void start() {
		open = new OpenPorts("open", "--windhover.listen-address=0.0.0.0");
		String[] arguments = Stream.concat(Stream.of("--windhover.listen-address=0.0.0.0"), Stream.of(OpenPorts.USERS))
			.toArray(String[]::new);
		secured = new OpenPorts("secured", arguments);
	}

	@AfterAll
	static void stop() {
		open.close();
		secured.close();
	}

	@Test
	void everyRouteIsInTheList() throws IOException {
		Set<String> routes = new TreeSet<>(Set.of("8081 GET /"));
		for (String port : List.of("8081", "8080")) {
			routes.addAll(Set.of(port + " GET /console/", port + " GET /console/assets/{*path}",
					port + " GET /console/config", port + " POST /console/login", port + " POST /console/logout"));
		}
		open.context.getBean(WebEndpointsSupplier.class).getEndpoints().forEach((endpoint) -> {
			endpoint.getOperations().forEach((operation) -> {
				WebOperationRequestPredicate predicate = operation.getRequestPredicate();
				routes.add("8081 %s /%s".formatted(predicate.getHttpMethod(), predicate.getPath()));
			});
		});
		open.context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.keySet()
			.forEach((mapping) -> mapping.getMethodsCondition()
				.getMethods()
				.forEach((method) -> mapping.getPatternValues()
					.forEach((path) -> routes.add("8080 %s %s".formatted(method, path)))));
		routes.remove("8081 GET /health/{*path}");
		routes.remove("8081 GET /health/**");
		// the same document as YAML, and nothing else
		routes.removeIf((route) -> route.contains("/api/openapi.json."));
		Set<String> told = new TreeSet<>();
		for (Row row : rows()) {
			if (!row.path().startsWith("/health/")) {
				told.add("%s %s %s".formatted(row.port(), row.method(), row.path()));
			}
		}
		assertThat(told).as("review list of src/docs/security.md").isEqualTo(routes);
	}

	static List<Row> rows() throws IOException {
		return Files.readString(Path.of("src/docs/security.md"))
			.lines()
			.dropWhile((line) -> !line.equals(HEADER))
			.skip(2)
			.takeWhile((line) -> line.startsWith("|"))
			.map(Row::of)
			.toList();
	}

	@ParameterizedTest
	@MethodSource("rows")
	void elsewhereWithoutUsers(Row row) {
		assertAnswer(row, row.elsewhere(), open, Http.elsewhere());
	}

	@ParameterizedTest
	@MethodSource("rows")
	void hereWithoutUsers(Row row) {
		assertAnswer(row, row.here(), open, "127.0.0.1");
	}

	@ParameterizedTest
	@MethodSource("rows")
	void nobodyWithUsers(Row row) {
		assertAnswer(row, row.nobody(), secured, "127.0.0.1");
		assertAnswer(row, row.nobody(), secured, Http.elsewhere());
	}

	@ParameterizedTest
	@MethodSource("rows")
	void viewer(Row row) {
		assertAnswer(row, row.viewer(), secured, Http.elsewhere(), Http.basic("vera", OpenPorts.PASSWORD));
	}

	@ParameterizedTest
	@MethodSource("rows")
	void operator(Row row) {
		assertAnswer(row, row.operator(), secured, Http.elsewhere(), Http.basic("otto", OpenPorts.PASSWORD));
	}

	@Test
	void pageOfAnotherOriginGetsAndChangesNothingWithoutUsers(@TempDir Path directory)
			throws IOException, InterruptedException {
		for (String host : List.of("127.0.0.1", "evil.test")) {
			List<String> targets = new ArrayList<>(targets(open, "127.0.0.1"));
			targets.addAll(targets(open, "evil.test"));
			assertAttackFails(directory, open, host, targets, List.of());
		}
		assertThat(writes(open)).contains("local 403");
	}

	@Test
	void pageOfAnotherOriginGetsAndChangesNothingWithThePasswordThatTheBrowserKeeps(@TempDir Path directory)
			throws IOException, InterruptedException {
		List<String> before = Stream.of(secured.managementPort + "/info?raw=true", secured.port + "/api/flows")
			.map((page) -> "http://otto:%s@127.0.0.1:%s".formatted(OpenPorts.PASSWORD, page))
			.toList();
		assertAttackFails(directory, secured, "127.0.0.1", targets(secured, "127.0.0.1"), before);
		// the browser did send the password
		assertThat(writes(secured)).contains("otto 403");
	}

	@Test
	void nameThatWasMadeToMeanThisMachineGetsNothing(@TempDir Path directory) throws IOException, InterruptedException {
		for (String path : List.of("/health", "/health?raw=true", "/prometheus", "/env")) {
			assertThat(Attacker.dump(directory, "http://evil.test:%d%s".formatted(open.managementPort, path)))
				.contains("403")
				.doesNotContain("UP", "jvm_", "propertySources");
		}
		assertThat(Attacker.dump(directory, "http://evil.test:%d/api/flows".formatted(open.port))).contains("403");
		assertThat(Attacker.dump(directory, "http://127.0.0.1:%d/health?raw=true".formatted(open.managementPort)))
			.contains("components");
	}

	private static List<String> targets(OpenPorts windhover, String host) {
		return List.of("http://%s:%d/loggers/io.windhover.attacked".formatted(host, windhover.managementPort),
				"http://%s:%d/prometheus".formatted(host, windhover.managementPort),
				"http://%s:%d/api/flows/attacked/flow".formatted(host, windhover.port));
	}

	private static void assertAttackFails(Path directory, OpenPorts windhover, String host, List<String> targets,
			List<String> before) throws IOException, InterruptedException {
		try (Attacker attacker = new Attacker(directory, targets, before)) {
			assertThat(attacker.attack(host)).hasSizeGreaterThan(targets.size() * 8)
				.allSatisfy((got) -> assertThat(got).matches("(?s).*: (opaque|refused)"));
		}
		assertThat(LoggerFactory.getLogger("io.windhover.attacked").isTraceEnabled()).isFalse();
		assertThat(writes(windhover)).allSatisfy((write) -> assertThat(write).containsAnyOf(" 401", " 403"));
	}

	/** Who tried to change what is attacked, and what was answered. */
	private static Set<String> writes(OpenPorts windhover) {
		return windhover.context.getBean(AuditEventRepository.class)
			.find(null, null, "WRITE")
			.stream()
			.filter((event) -> String.valueOf(event.getData().get("path")).contains("attacked"))
			.map((event) -> event.getPrincipal() + " " + event.getData().get("status"))
			.collect(Collectors.toSet());
	}

	private static void assertAnswer(Row row, String expected, OpenPorts windhover, String address, String... headers) {
		int port = row.port().equals("8081") ? windhover.managementPort : windhover.port;
		String path = row.path()
			.replace("{component}", "diskSpace")
			.replace("{requiredMetricName}", "jvm.threads.live")
			.replaceAll("\\{[^}]+}", "none");
		Http.Answer answer = Http.send(address, port, row.method(), path, headers);
		switch (expected) {
			case "yes" -> {
				// nothing of this name, not here yet, or nothing said: but let in
				assertThat(answer.status()).as(answer.text()).isIn(200, 204, 400, 404, 409, 415, 421, 503);
				if (path.startsWith("/health")) {
					assertThat(answer.body()).containsAnyOf("components", "details");
				}
			}
			case "status" -> {
				assertThat(answer.status()).as(answer.text()).isIn(200, 503);
				assertThat(answer.body()).contains("\"status\"").doesNotContain("components", "details");
			}
			default -> {
				assertThat(answer.status()).as(answer.text()).isEqualTo(Integer.parseInt(expected));
				assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
				assertThat(answer.json().get("hint").asString()).contains("windhover.security.users");
				assertThat(answer.header("WWW-Authenticate")).isEqualTo(expected.equals("401") && windhover == secured
						? "Basic realm=\"windhover\", charset=\"UTF-8\"" : "");
			}
		}
		assertThat(answer.header("Set-Cookie")).isEmpty();
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
	}

	record Row(String port, String method, String path, String elsewhere, String here, String nobody, String viewer,
			String operator) {

		static Row of(String line) {
			String[] cells = line.substring(1).split("\\|", -1);
			String[] request = cells[1].replace("`", "").strip().split(" ", 2);
			return new Row(cells[0].strip(), request[0], request[1], cells[3].strip(), cells[4].strip(),
					cells[5].strip(), cells[6].strip(), cells[7].strip());
		}

		@Override
		public String toString() {
			return "%s %s %s".formatted(this.port, this.method, this.path);
		}

	}

}
