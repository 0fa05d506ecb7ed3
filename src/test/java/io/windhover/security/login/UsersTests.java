package io.windhover.security.login;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.windhover.security.AccessRole;
import io.windhover.security.SecurityProperties;
import io.windhover.security.web.OpenPorts;
import io.windhover.security.web.Ports;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class UsersTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "plain", "{noop}plain", "{bcrypt}plain", "{bcrypt}0", "{MD5}plain", "$2a$10$short" })
	void passwordThatIsNotEncodedIsRefusedWithoutBeingTold(@Nullable String password) {
		assertThatExceptionOfType(InvalidUserException.class).isThrownBy(() -> new Users(List.of(user(password))))
			.withMessage("windhover.security.users[0].password, of user 'ada', is not encoded.");
	}

	@Test
	void nameIsTakenOnce() {
		assertThatExceptionOfType(InvalidUserException.class)
			.isThrownBy(() -> new Users(List.of(user(OpenPorts.ENCODED), user(OpenPorts.ENCODED))))
			.withMessageContaining("'ada' twice");
	}

	@Test
	void startTellsHowToEncodeAndNotThePassword(CapturedOutput output) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> new Ports("windhover.security.users[0].name=ada",
				"windhover.security.users[0].password=plain-s3cret", "windhover.security.users[0].roles=viewer"));
		assertThat(output).contains("APPLICATION FAILED TO START", "windhover.security.users[0].password",
				"java -jar windhover.jar encode-password");
		assertThat(output).doesNotContain("plain-s3cret");
	}

	@Test
	void wrongRoleIsTold(CapturedOutput output) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> new Ports("windhover.security.users[0].name=ada",
				"windhover.security.users[0].password=plain-s3cret", "windhover.security.users[0].roles=admin"));
		assertThat(output).contains("windhover.security.users[0].roles", "admin").doesNotContain("plain-s3cret");
	}

	@Test
	void commandEncodesWhatItReads(CapturedOutput output) {
		InputStream in = System.in;
		try {
			System.setIn(new ByteArrayInputStream("kestrel\n".getBytes(StandardCharsets.UTF_8)));
			assertThat(EncodePassword.run(0)).isZero();
		}
		finally {
			System.setIn(in);
		}
		String encoded = output.getOut().lines().filter((line) -> line.startsWith("{bcrypt}")).toList().get(0);
		assertThat(Passwords.isEncoded(encoded)).isTrue();
		assertThat(Passwords.encoder().matches("kestrel", encoded)).isTrue();
	}

	@Test
	void commandTakesNoPasswordThatOthersCanSee(CapturedOutput output) {
		assertThat(EncodePassword.run(1)).isOne();
		assertThat(output.getErr()).contains("standard input");
		assertThat(output.getOut()).doesNotContain("{bcrypt}");
	}

	@Test
	void exampleOfTheDocumentIsAsTold() throws Exception {
		List<String> examples = Pattern.compile("password: \"(\\{bcrypt}[^\"]+)\"")
			.matcher(Files.readString(Path.of("src/docs/security.md")))
			.results()
			.map((found) -> found.group(1))
			.toList();
		assertThat(examples).hasSize(2)
			.allSatisfy((encoded) -> assertThat(Passwords.isEncoded(encoded)).isTrue())
			.allSatisfy((encoded) -> assertThat(Passwords.encoder().matches("kestrel", encoded)).isTrue());
	}

	private static SecurityProperties.User user(@Nullable String password) {
		return new SecurityProperties.User("ada", password, Set.of(AccessRole.VIEWER));
	}

}
