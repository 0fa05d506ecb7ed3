package io.windhover.flow;

import java.nio.charset.StandardCharsets;

import io.windhover.flow.WebhookSignature.Algorithm;
import io.windhover.flow.WebhookSignature.Encoding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first three are of RFC 2202 and RFC 4231, the next is the example of GitHub's docs.
 */
class WebhookSignatureTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					SHA1   | HEX    | Jefe | what do ya want for nothing? | effcdf6ae5eb2fa2d27416d5f184df9c259a7c79 | true
					SHA256 | HEX    | Jefe | what do ya want for nothing? | 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843 | true
					SHA512 | HEX    | Jefe | what do ya want for nothing? | 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737 | true
					SHA256 | HEX    | It's a Secret to Everybody | Hello, World! | sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17 | true
					SHA256 | HEX    | It's a Secret to Everybody | Hello, World! | sha256=757107EA0EB2509FC211221CCE984B8A37570B6D7586C22C46F4379C8B043E17 | true
					SHA256 | BASE64 | It's a Secret to Everybody | Hello, World! | dXEH6g6yUJ/CESIczphLijdXC211hsIsRvQ3nIsEPhc= | true
					SHA256 | HEX    | It's a Secret to Everybody | Hello, World? | sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17 | false
					SHA256 | HEX    | another key                | Hello, World! | sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17 | false
					SHA512 | HEX    | It's a Secret to Everybody | Hello, World! | sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17 | false
					SHA256 | HEX    | It's a Secret to Everybody | Hello, World! | sha256= | false
					""",
			quoteCharacter = '`')
	void onlyWhatTheKeySignedMatches(Algorithm algorithm, Encoding encoding, String key, String body, String given,
			boolean matches) {
		WebhookSignature signature = new WebhookSignature("KEY", "X-Signature", algorithm, encoding);
		assertThat(signature.matches(given, body.getBytes(StandardCharsets.UTF_8), key)).isEqualTo(matches);
	}

}
