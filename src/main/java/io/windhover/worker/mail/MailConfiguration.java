package io.windhover.worker.mail;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a flow says of a mail and the server that sends it.
 */
record MailConfiguration(@JsonPropertyDescription("Name of the SMTP server") @NotBlank String host,
		@JsonPropertyDescription("587 by default; 465 with tls and 25 with none") @Nullable @Min(1) @Max(65_535) Integer port,
		@JsonPropertyDescription("How the connection is encrypted: starttls by default") @Nullable Security security,
		@JsonPropertyDescription("Where the server asks for a login") @Nullable String username,
		@JsonPropertyDescription("Password of the login") @Nullable String password,
		@JsonPropertyDescription("Address of the sender") @NotBlank String from,
		@JsonPropertyDescription("Addresses, such as Ada <ada@example.com>") @Nullable @Size(max = 100) List<String> to,
		@JsonPropertyDescription("Addresses that get a copy") @Nullable @Size(max = 100) List<String> cc,
		@JsonPropertyDescription("Addresses that get a copy unseen by others") @Nullable @Size(
				max = 100) List<String> bcc,
		@JsonPropertyDescription("One line") @NotNull String subject,
		@JsonPropertyDescription("The mail as plain text") @Nullable String text,
		@JsonPropertyDescription("The mail as HTML; beside text for readers that show it") @Nullable String html,
		@JsonPropertyDescription("Files that go with it") @Nullable @Size(max = 50) List<Attachment> attachments) {

	@AssertTrue(message = "at least one of to, cc and bcc must have an address")
	boolean isAddressed() {
		return Stream.of(this.to, this.cc, this.bcc).filter(Objects::nonNull).anyMatch((each) -> !each.isEmpty());
	}

	@AssertTrue(message = "text or html must be given, or both")
	boolean isWritten() {
		return this.text != null || this.html != null;
	}

	@AssertTrue(message = "username and password must be given together")
	boolean isLoginWhole() {
		return (this.username != null) == (this.password != null);
	}

	Security securityOrDefault() {
		return (this.security != null) ? this.security : Security.STARTTLS;
	}

	int portOrDefault() {
		return (this.port != null) ? this.port : securityOrDefault().port;
	}

	record Attachment(@JsonPropertyDescription("Address of the file") @NotBlank String file,
			@JsonPropertyDescription("Its name in the mail; that of the file by default") @Nullable String name,
			@JsonPropertyDescription("Its media type; by its name by default") @Nullable String contentType) {
	}

	enum Security {

		/** Encrypted before anything is sent; a server that cannot is refused. */
		STARTTLS(587),

		/** Encrypted from the start. */
		TLS(465),

		NONE(25);

		private final int port;

		Security(int port) {
			this.port = port;
		}

	}

}
