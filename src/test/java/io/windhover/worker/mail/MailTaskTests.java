package io.windhover.worker.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.windhover.flow.definition.ConfigurationBinder;
import io.windhover.worker.task.RecordingContext;
import jakarta.mail.Address;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.validation.Validation;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class MailTaskTests {

	private static final ConfigurationBinder BINDER = new ConfigurationBinder(
			Validation.buildDefaultValidatorFactory().getValidator());

	/** Has and trusts a certificate of localhost. */
	@SuppressWarnings("NullAway.Init") // by createCertificate()
	private static SSLContext tls;

	private final RecordingContext context = new RecordingContext();

	private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

	@BeforeAll
	static void createCertificate(@TempDir Path directory)
			throws IOException, InterruptedException, GeneralSecurityException {
		Path store = directory.resolve("mail.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "mail", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost",
				"-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(keytool.waitFor()).isZero();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, "changeit".toCharArray());
		}
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("mail", keys.getCertificate("mail"));
		KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		own.init(keys, "changeit".toCharArray());
		TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		others.init(trusted);
		tls = SSLContext.getInstance("TLS");
		tls.init(own.getKeyManagers(), others.getTrustManagers(), null);
	}

	@BeforeEach
	void start() {
		this.server.start();
		this.server.setUser("ada@example.com", "ada", "s3cret");
	}

	@AfterEach
	void stop() {
		this.server.stop();
	}

	@Test
	void mailArrivesAsWritten() throws Exception {
		Map<String, Object> outputs = send(
				simple(Map.of("username", "ada", "password", "s3cret", "from", "Ädä <ada@example.com>", "to",
						List.of("bob@example.com", "Eve <eve@example.com>"), "cc", List.of("cc@example.com"), "bcc",
						List.of("bcc@example.com"), "subject", "Grüße", "text", "häl\nlo", "html", "<b>hällo</b>")));
		MimeMessage[] received = this.server.getReceivedMessages();
		assertThat(received).hasSize(4); // one for each recipient
		assertThat(received[0].getSubject()).isEqualTo("Grüße");
		assertThat(received[0].getFrom()).extracting(Address::toString).first().asString().contains("ada@example.com");
		assertThat(received[0].getAllRecipients()).extracting(Address::toString)
			.containsExactly("bob@example.com", "Eve <eve@example.com>", "cc@example.com");
		assertThat(outputs).isEqualTo(Map.of("messageId", received[0].getMessageID()));
		assertThat(received[0].getSentDate()).isNotNull();
		assertThat(received[0].getMessageID()).endsWith("@example.com>");
		MimeMultipart parts = (MimeMultipart) received[0].getContent();
		assertThat(received[0].getContentType()).startsWith("multipart/alternative");
		assertThat(parts.getBodyPart(0).getContent()).isEqualTo("häl\r\nlo");
		assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
		assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<b>hällo</b>");
	}

	@Test
	void filesGoWithTheMail() throws Exception {
		String csv = this.context.files.given("inputs/data/orders.csv", "a,b\n1,2\n");
		String other = this.context.files.given("tasks/make/x", "häl");
		send(simple(Map.of("text", "hello", "html", "<b>hello</b>", "attachments",
				List.of(Map.of("file", csv), Map.of("file", other, "name", "größe.bin", "contentType", "image/png")))));
		MimeMultipart mail = (MimeMultipart) this.server.getReceivedMessages()[0].getContent();
		assertThat(mail.getContentType()).startsWith("multipart/mixed");
		assertThat(mail.getCount()).isEqualTo(3);
		assertThat(((MimeMultipart) mail.getBodyPart(0).getContent()).getCount()).isEqualTo(2);
		assertThat(mail.getBodyPart(1).getFileName()).isEqualTo("orders.csv");
		assertThat(mail.getBodyPart(1).getContentType()).startsWith("text/csv");
		assertThat(mail.getBodyPart(1).getInputStream()).hasContent("a,b\n1,2\n");
		assertThat(mail.getBodyPart(2).getContentType()).startsWith("image/png");
		assertThat(mail.getBodyPart(2).getDisposition()).isEqualTo("attachment");
		assertThat(mail.getBodyPart(2).getFileName()).isEqualTo("größe.bin");
	}

	@Test
	void attachmentThatCannotBeSentIsTold() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> send(simple(
					Map.of("text", "a", "attachments", List.of(Map.of("file", "windhover:///executions/e1/none"))))))
			.withMessage("there is no file windhover:///executions/e1/none");
		String file = this.context.files.given("a", "x");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> send(
					simple(Map.of("text", "a", "attachments", List.of(Map.of("file", file, "contentType", "s3cret"))))))
			.withMessage("attachments[0].contentType is not a media type such as text/csv");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(
				() -> send(simple(Map.of("text", "a", "attachments", List.of(Map.of("file", file, "name", "a\nb"))))))
			.withMessage("attachments[0].name must be a name without control characters");
		assertThat(this.server.getReceivedMessages()).isEmpty();
	}

	@Test
	void textOrHtmlAloneIsTheWholeMail() throws Exception {
		send(simple(Map.of("text", "hello")));
		send(simple(Map.of("html", "<b>hello</b>")));
		MimeMessage[] received = this.server.getReceivedMessages();
		assertThat(received[0].getContentType()).isEqualTo("text/plain; charset=UTF-8");
		assertThat(received[0].getContent()).isEqualTo("hello");
		assertThat(received[1].getContentType()).isEqualTo("text/html; charset=UTF-8");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					from    | s3cret at example.com | from must be one mail address, such as ada@example.com or Ada <ada@example.com>
					subject | a\\r\\nBcc: eve@example.com | subject must be one line without control characters
					from    | a\\nb <ada@example.com> | from must be one mail address, such as ada@example.com or Ada <ada@example.com>
					text    | - | text or html must be given, or both
					to      | - | at least one of to, cc and bcc must have an address
					username | ada | username and password must be given together
					security | tsl | security: 'tsl' is none of: starttls, tls, none; did you mean 'tls'?
					""")
	void wrongPropertyIsNamed(String name, @Nullable String value, String message) {
		Map<String, Object> properties = simple(Map.of("text", "hello"));
		if (value != null) {
			properties.put(name, value.translateEscapes());
		}
		else {
			properties.remove(name);
		}
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> send(properties)).withMessage(message);
	}

	@Test
	void wrongRecipientIsNamedByItsPlace() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(
					() -> send(simple(Map.of("text", "a", "cc", List.of("a@b.example", "a@b.example, c@d.example")))))
			.withMessageStartingWith("cc[1] must be one mail address");
	}

	@Test
	void refusedLoginIsToldWithoutThePassword() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> send(simple(Map.of("text", "a", "username", "ada", "password", "wr0ng"))))
			.withMessageStartingWith("localhost:%d refuses the login: 535", port())
			.withMessageNotContaining("wr0ng");
	}

	@Test
	void serverThatIsNotThereIsNamed() {
		int port = port();
		this.server.stop();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(simple(Map.of("text", "a", "port", port))))
			.withMessage("cannot connect to localhost:%d: Connection refused", port);
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> send(simple(Map.of("text", "a", "host", "nowhere.invalid", "port", 25))))
			.withMessage("cannot connect to nowhere.invalid:25: unknown host");
	}

	@Test
	void serverWithoutEncryptionIsRefusedUnlessTheFlowAllowsIt() {
		Map<String, Object> properties = simple(Map.of("text", "a"));
		properties.remove("security");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(properties))
			.withMessage("localhost:%d does not take the mail: STARTTLS is required but host does not support STARTTLS",
					port());
	}

	@ParameterizedTest
	@CsvSource({ "starttls", "tls" })
	void mailIsSentEncrypted(String security) throws Exception {
		try (PlayedServer played = new PlayedServer(security.equals("tls"))) {
			MailTask task = new MailTask(tls.getSocketFactory());
			Map<String, Object> properties = simple(Map.of("text", "hello", "port", played.port(), "security", security,
					"username", "ada", "password", "s3cret"));
			task.run(BINDER.bind(task, properties), this.context);
			assertThat(played.encrypted).anyMatch((line) -> line.startsWith("AUTH "))
				.contains("MAIL FROM:<ada@example.com>", "RCPT TO:<bob@example.com>", "hello");
			assertThat(played.plain).allMatch((line) -> line.startsWith("EHLO ") || line.equals("STARTTLS"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "starttls,localhost,false", "tls,localhost,false", "starttls,127.0.0.1,true", "tls,127.0.0.1,true" })
	void certificateMustBeTrustedAndOfTheHost(String security, String host, boolean trusts) throws Exception {
		try (PlayedServer played = new PlayedServer(security.equals("tls"))) {
			MailTask task = trusts ? new MailTask(tls.getSocketFactory()) : new MailTask();
			Map<String, Object> properties = simple(
					Map.of("text", "hello", "host", host, "port", played.port(), "security", security));
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> task.run(BINDER.bind(task, properties), this.context));
			assertThat(played.encrypted).isEmpty();
		}
	}

	@Test
	void interruptEndsAnAttemptWhoseServerIsSilent() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			FutureTask<?> run = new FutureTask<>(
					() -> send(simple(Map.of("text", "a", "port", silent.getLocalPort()))));
			Thread thread = new Thread(run, "task-under-test");
			thread.start();
			try (Socket accepted = silent.accept()) {
				thread.interrupt();
				Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !thread.isAlive());
				assertThat(accepted.getInputStream().read()).isEqualTo(-1);
			}
		}
	}

	private Map<String, Object> simple(Map<String, Object> others) {
		Map<String, Object> properties = new HashMap<>(Map.of("host", "localhost", "security", "none", "from",
				"ada@example.com", "to", List.of("bob@example.com"), "subject", "Hello"));
		properties.putAll(others);
		return properties;
	}

	private Map<String, Object> send(Map<String, Object> properties) throws Exception {
		MailTask task = new MailTask();
		Map<String, Object> all = new HashMap<>(properties);
		all.computeIfAbsent("port", (absent) -> port());
		return task.run(BINDER.bind(task, all), this.context);
	}

	private int port() {
		return this.server.getSmtp().getPort();
	}

	/**
	 * Takes one mail, encrypted.
	 */
	private static final class PlayedServer implements AutoCloseable {

		final List<String> plain = Collections.synchronizedList(new ArrayList<>());

		final List<String> encrypted = Collections.synchronizedList(new ArrayList<>());

		private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

		private final boolean fromTheStart;

		PlayedServer(boolean fromTheStart) throws IOException {
			this.fromTheStart = fromTheStart;
			Thread thread = new Thread(this::serve, "smtp-server");
			thread.setDaemon(true);
			thread.start();
		}

		int port() {
			return this.server.getLocalPort();
		}

		private void serve() {
			try (Socket accepted = this.server.accept()) {
				Socket socket = this.fromTheStart ? encrypt(accepted) : accepted;
				say(socket, "220 played");
				if (answer(socket, this.fromTheStart)) {
					answer(encrypt(accepted), true);
				}
			}
			catch (IOException ex) {
				// the client is gone
			}
		}

		/** Until the end of the session, or until it is to be encrypted. */
		private boolean answer(Socket socket, boolean isEncrypted) throws IOException {
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			boolean data = false;
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				(isEncrypted ? this.encrypted : this.plain).add(line);
				if (data && !line.equals(".")) {
					continue;
				}
				data = line.equals("DATA");
				say(socket, answer(line, isEncrypted));
				if (line.equals("STARTTLS")) {
					return true;
				}
			}
			return false;
		}

		private static String answer(String line, boolean isEncrypted) {
			return switch (line.split(" ", 2)[0]) {
				case "EHLO" -> "250-played\r\n250 " + (isEncrypted ? "AUTH PLAIN" : "STARTTLS");
				case "STARTTLS" -> "220 go on";
				case "AUTH" -> "235 welcome";
				case "DATA" -> "354 go on";
				case "QUIT" -> "221 bye";
				default -> "250 ok";
			};
		}

		private static void say(Socket socket, String line) throws IOException {
			socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
			socket.getOutputStream().flush();
		}

		private static Socket encrypt(Socket plain) throws IOException {
			SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
			socket.setUseClientMode(false);
			socket.startHandshake();
			return socket;
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

}
