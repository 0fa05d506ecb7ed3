package io.windhover.security.login;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The command that encodes a password for {@code windhover.security.users}: it is read
 * from the terminal or from standard input, and never from the command line, which others
 * can see.
 */
public final class EncodePassword {

	/** What the command line begins with. */
	public static final String COMMAND = "encode-password";

	/** bcrypt looks at no more. */
	private static final int MAX_BYTES = 72;

	private EncodePassword() {
	}

	/**
	 * Reads a password and prints it encoded.
	 * @param more how much stands on the command line behind the command, where nothing
	 * may
	 * @return the exit code
	 */
	public static int run(int more) {
		if (more > 0) {
			System.err.println(
					"The password is asked for, or read from standard input: on the command line others can see it.");
			return 1;
		}
		String password = read();
		if (password.isEmpty() || password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
			System.err.printf("A password has 1 to %d bytes.%n", MAX_BYTES);
			return 1;
		}
		System.out.println(Passwords.encoder().encode(password));
		return 0;
	}

	@SuppressWarnings("SystemConsoleNull") // on newer Java the console reads standard
											// input as well
	private static String read() {
		Console console = System.console();
		if (console != null) {
			return String.valueOf(Objects.requireNonNullElse(console.readPassword("Password: "), new char[0]));
		}
		try {
			String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
			return Objects.requireNonNullElse(line, "");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
