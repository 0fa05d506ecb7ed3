package io.windhover.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.windhover.plugin.SecretSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SecretMaskTests {

	private static final String SECRET = "p\"ss wörd/7?";

	@Test
	void aSecretIsMaskedWhereverItStandsInALine() {
		assertThat(mask("a " + SECRET + SECRET + " b")).isEqualTo("a ************ b");
		assertThat(mask("nothing to hide")).isEqualTo("nothing to hide");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "ab", "abc", "user:" })
	void theBase64OfASecretIsMaskedWhateverStandsAroundIt(String before) {
		for (String after : List.of("", "x", "xy", "xyz")) {
			byte[] bytes = (before + SECRET + after).getBytes(StandardCharsets.UTF_8);
			for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
				String masked = mask("Basic " + encoder.encodeToString(bytes));
				assertThat(masked).contains("******");
				assertThat(masked.replace("Basic ", "").replace("******", ""))
					.hasSizeLessThan(4 + 4 * (before.length() + after.length() + 2) / 3);
			}
		}
	}

	@Test
	void aSecretIsMaskedInJsonAndInAddresses() {
		assertThat(mask("{\"a\":\"p\\\"ss wörd/7?\"}")).isEqualTo("{\"a\":\"******\"}");
		String encoded = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
		assertThat(mask("http://x/?q=" + encoded)).isEqualTo("http://x/?q=******");
		assertThat(mask("http://x/?q=" + encoded.replace("+", "%20"))).isEqualTo("http://x/?q=******");
	}

	@Test
	void theLinesOfASecretAreMasked() {
		SecretMask mask = SecretMask.of("-- BEGIN --\nMIIEvQIBADANBgkqh\nkiG9w0BAQEFAASC\n");
		assertThat(mask.apply("key: kiG9w0BAQEFAASC;")).isEqualTo("key: ******;");
	}

	@Test
	void theBeginningAndTheEndOfALongSecretAreMasked() {
		SecretMask mask = SecretMask.of("0123456789abcdefghijklmnopqrstuvwxyz");
		assertThat(mask.apply("'0123456789abcdefghijk…'")).isEqualTo("'******…'");
		assertThat(mask.apply("fghijklmnopqrstuvwxyz, and more")).isEqualTo("******, and more");
	}

	@Test
	void whatMayBeTheBeginningOfASecretIsMaskedWhereATextIsCut() {
		String secret = "hunter-22";
		UsedSecrets used = used((name) -> secret);
		assertThat(used.maskCut("cut within hunt")).isEqualTo("cut within hunt");
		used.secret("PASSWORD");
		String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
		for (String form : List.of(secret, encoded)) {
			for (int length = 1; length <= form.length(); length++) {
				String cut = "0123456789 0123456789 " + form.substring(0, length);
				assertThat(used.maskCut(cut)).isEqualTo(cut.substring(0, cut.length() - 16) + "******");
			}
		}
		assertThat(used.maskCut("hun")).isEqualTo("******");
		assertThat(used.maskCut("")).isEmpty();
		assertThat(used.maskCut("hunter-22 and hunter-22, and so on h")).isEqualTo("****** and ******");
	}

	@Test
	void outputsAreMaskedHoweverDeep() {
		UsedSecrets secrets = new UsedSecrets(TestSecrets.of(Map.of("PIN", "4711")));
		Map<String, Object> outputs = Map.of("a", List.of("pin 4711", 4711, true, 5, Map.of("4711", 1.5)));
		assertThat(secrets.mask(outputs)).isSameAs(outputs);
		assertThat(secrets.secret("PIN")).isEqualTo("4711");
		assertThat(secrets.mask(outputs))
			.isEqualTo(Map.of("a", List.of("pin ******", "******", true, 5, Map.of("******", 1.5))));
	}

	@Test
	void outputsOfOtherTypesAreMaskedInTheirJson() {
		UsedSecrets secrets = new UsedSecrets(TestSecrets.of(Map.of("PIN", "4711-0815")));
		secrets.secret("PIN");
		byte[] bytes = "4711-0815".getBytes(StandardCharsets.UTF_8);
		assertThat(secrets.mask(Map.of("bytes", bytes, "array", new Object[] { "4711-0815", 1 }, "at", Instant.EPOCH)))
			.isEqualTo(Map.of("bytes", "******", "array", List.of("******", 1), "at", "1970-01-01T00:00:00Z"));
	}

	@Test
	void aSecretThatContainsAnotherIsMaskedAsAWhole() {
		Map<String, String> secrets = Map.of("USER", "admin", "PASSWORD", "admin-S3cr3t!", "HOST", "db.admin");
		for (List<String> order : List.of(List.of("USER", "PASSWORD", "HOST"), List.of("PASSWORD", "HOST", "USER"))) {
			UsedSecrets used = used((name) -> secrets.get(name));
			order.forEach(used::secret);
			assertThat(used.mask("login admin with admin-S3cr3t!")).isEqualTo("login ****** with ******");
			assertThat(used.mask("at db.admin-S3cr3t!")).isEqualTo("at ******");
		}
	}

	@Test
	void eachLineOfWrappedBase64IsMasked() {
		byte[] bytes = new byte[200];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) ('!' + 37 * i % 94);
		}
		SecretMask mask = SecretMask.of(new String(bytes, StandardCharsets.US_ASCII));
		String mime = Base64.getMimeEncoder().encodeToString(bytes);
		assertThat(mime.lines().map(mask::apply)).hasSize(4).containsOnly("******");
		String pem = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(bytes);
		assertThat(pem.lines().limit(4).map(mask::apply)).hasSize(4).containsOnly("******");
		String inner = Base64.getEncoder().encodeToString(bytes).substring(50, 66);
		assertThat(mask.apply("'" + inner + "'")).isEqualTo("'******'");
	}

	@Test
	void anyPartOfALongSecretIsMasked() {
		SecretMask mask = SecretMask.of("0123456789abcdefghijklmnopqrstuvwxyz");
		assertThat(mask.apply("'56789abcdefghijk'")).isEqualTo("'******'");
		assertThat(mask.apply("'56789abcdefghij'")).isEqualTo("'56789abcdefghij'");
	}

	@Test
	@Timeout(20)
	void masksOfManyLinesTakeTimeLinearInTheText() {
		String lines = IntStream.range(0, 9000).mapToObj("%06d"::formatted).collect(Collectors.joining("\n"));
		UsedSecrets used = used((name) -> lines);
		used.secret("LINES");
		String text = "line 000815 of x;\n".repeat(200_000);
		assertThat(used.mask(text)).isEqualTo("line ****** of x;\n".repeat(200_000));
		for (int i = 0; i < 1000; i++) {
			used.secret("LINES");
			assertThat(used.mask("a 008999")).isEqualTo("a ******");
		}
	}

	@Test
	void aSecretIsReadOnceInAnAttempt() {
		AtomicInteger reads = new AtomicInteger();
		UsedSecrets used = used((name) -> name + "-" + reads.incrementAndGet());
		assertThat(used.secret("TOKEN")).isEqualTo("TOKEN-1");
		assertThat(used.secret("TOKEN")).isEqualTo("TOKEN-1");
		assertThat(used.mask("TOKEN-1, OTHER-2")).isEqualTo("******, OTHER-2");
		assertThat(used.secret("OTHER")).isEqualTo("OTHER-2");
		assertThat(used.mask("TOKEN-1, OTHER-2")).isEqualTo("******, ******");
	}

	@Test
	void theSecretsOfAnAttemptAreBoundedTogether() {
		UsedSecrets used = used((name) -> "x".repeat(100_000));
		used.secret("A");
		assertThatIllegalArgumentException().isThrownBy(() -> used.secret("B"))
			.withMessage("with secret 'B' the task uses 200000 bytes of secrets, more than the 131072 that it may use");
		assertThat(used.secret("A")).hasSize(100_000);
	}

	private static UsedSecrets used(Function<String, @Nullable String> values) {
		return new UsedSecrets(new SecretSources(() -> List.of(new SecretSource() {

			@Override
			public String description() {
				return "the test";
			}

			@Override
			public @Nullable String find(String name) {
				return values.apply(name);
			}

		})));
	}

	private static String mask(String text) {
		return SecretMask.of(SECRET).apply(text);
	}

}
