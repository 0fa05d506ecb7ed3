package io.windhover.security.login;

import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;

/**
 * The encodings of passwords that are taken: those that are slow, and need no library
 * more.
 */
public final class Passwords {

	private static final String PBKDF2 = "pbkdf2@SpringSecurity_v5_8";

	private static final Pattern ENCODED = Pattern.compile(
			"\\{bcrypt}\\$2[aby]\\$(0[4-9]|[12]\\d|3[01])\\$[./\\w]{53}" + "|\\{" + PBKDF2 + "}([0-9a-f]{2}){32,}");

	private Passwords() {
	}

	/**
	 * Encodes with bcrypt and checks each encoding that is taken.
	 */
	public static PasswordEncoder encoder() {
		return new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(), PBKDF2,
				Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8()));
	}

	static boolean isEncoded(@Nullable String password) {
		return password != null && ENCODED.matcher(password).matches();
	}

}
