package io.windhover.security.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that do not send the bodies that they announce take nothing from others.
 */
class SlowBodiesTests {

	private static final int MANY = 2_000;

	private static Ports open;

	private static Ports secured;

	@BeforeAll
	static void start() {
		open = new Ports("windhover.security.body-timeout=2s");
		secured = Ports.withUsers();
	}

	@AfterAll
	static void stop() {
		open.close();
		secured.close();
	}

	@Test
	void healthAnswersUnderManyThatNobodyLetIn() {
		for (int port : secured.both()) {
			try (SlowBodies slow = new SlowBodies().open(MANY, port, "/worker")) {
				assertHealthAnswers(secured);
				assertThat(slow.answer(MANY - 1).status()).isEqualTo(401);
			}
		}
	}

	@Test
	void healthAnswersUnderManyThatAreRead() {
		try (SlowBodies slow = new SlowBodies().open(MANY, open.management(), "/worker")) {
			assertHealthAnswers(open);
			for (int i : new int[] { 0, MANY - 1 }) {
				Http.Answer answer = slow.answer(i);
				assertThat(answer.status()).isIn(408, 503);
				assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
				assertThat(answer.json().get("detail").asString()).contains("bod");
			}
		}
	}

	@Test
	void bodyHasToArriveInTimeHoweverManyBytesCome() {
		try (SlowBodies silent = new SlowBodies().open(1, open.management(), "/worker");
				SlowBodies trickling = new SlowBodies().open(1, open.management(), "/worker")) {
			Awaitility.await()
				.pollInterval(Duration.ofMillis(100))
				.atMost(Duration.ofSeconds(20))
				.until(() -> !trickling.trickle() || trickling.isAnswered(0));
			assertThat(trickling.answer(0).status()).isEqualTo(408);
			assertThat(silent.answer(0).status()).isEqualTo(408);
		}
	}

	@Test
	void bodyThatIsTooLargeIsNotRead() throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), open.management())) {
			socket.setSoTimeout(30_000);
			String head = """
					POST /worker HTTP/1.1
					Host: localhost
					Content-Type: application/json
					Content-Length: 9000000

					""";
			socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
			byte[] answer = socket.getInputStream().readAllBytes();
			Http.Answer problem = new Http.Answer(new String(answer, StandardCharsets.UTF_8));
			assertThat(problem.status()).isEqualTo(413);
			assertThat(problem.text()).contains("The body of the request is larger than 8388608 bytes.");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 100_000 })
	void answerOfARefusalReachesAnyoneWhoSendsTheBodyAfterTheHead(int length) throws IOException {
		for (int i = 0; i < 50; i++) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), secured.management())) {
				socket.setSoTimeout(30_000);
				socket.getOutputStream()
					.write(("POST /worker HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + length
							+ "\r\n\r\n")
						.getBytes(StandardCharsets.ISO_8859_1));
				socket.getOutputStream().write(" ".repeat(length).getBytes(StandardCharsets.ISO_8859_1));
				byte[] answer = socket.getInputStream().readAllBytes();
				assertThat(new Http.Answer(new String(answer, StandardCharsets.UTF_8)).status()).isEqualTo(401);
			}
		}
	}

	/** The first answers come while the connections are still being worked off. */
	private static void assertHealthAnswers(Ports ports) {
		List<Long> millis = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			long start = System.nanoTime();
			for (String path : List.of("/health", "/health/liveness", "/health/readiness")) {
				assertThat(Http.send("127.0.0.1", ports.management(), "GET", path).status()).isEqualTo(200);
			}
			millis.add((System.nanoTime() - start) / 3_000_000);
		}
		millis.sort(null);
		assertThat(millis.get(25)).as("median of %s", millis).isLessThan(250);
		assertThat(millis.get(49)).as("most of %s", millis).isLessThan(5_000);
	}

}
