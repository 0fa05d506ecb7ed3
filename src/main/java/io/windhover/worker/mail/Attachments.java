package io.windhover.worker.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLConnection;
import java.util.List;
import java.util.Objects;

import io.windhover.flow.input.FileAddress;
import io.windhover.worker.mail.MailConfiguration.Attachment;
import io.windhover.worker.task.TaskFiles;
import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * The files that go with a mail, each read when it is sent.
 */
record Attachments(List<Attachment> all, TaskFiles files) {

	/** Of all files together; most servers take no larger mails. */
	static final long MAX_BYTES = 25 * 1024 * 1024;

	static Attachments of(MailConfiguration configuration, TaskFiles files) {
		return new Attachments(Objects.requireNonNullElse(configuration.attachments(), List.of()), files);
	}

	boolean isEmpty() {
		return this.all.isEmpty();
	}

	/**
	 * Fails where a file is missing or all together are too large.
	 */
	void check() throws IOException {
		long size = 0;
		for (Attachment each : this.all) {
			size += this.files.size(each.file());
		}
		if (size > MAX_BYTES) {
			throw new IllegalArgumentException(
					"the attachments have %d bytes, more than %d; send an address instead".formatted(size, MAX_BYTES));
		}
	}

	void addTo(Multipart mail) throws MessagingException {
		for (int i = 0; i < this.all.size(); i++) {
			Attachment attachment = this.all.get(i);
			String given = attachment.name();
			String name = (given != null) ? given : FileAddress.parse(attachment.file()).name();
			if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
				throw new IllegalArgumentException(
						"attachments[%d].name must be a name without control characters".formatted(i));
			}
			MimeBodyPart part = new MimeBodyPart();
			part.setDataHandler(new DataHandler(
					new FileSource(attachment.file(), name, type(attachment.contentType(), name, i), this.files)));
			part.setFileName(name);
			part.setDisposition(Part.ATTACHMENT);
			part.setHeader("Content-Transfer-Encoding", "base64");
			mail.addBodyPart(part);
		}
	}

	private static String type(@Nullable String given, String name, int index) {
		if (given == null) {
			return Objects.requireNonNullElse(URLConnection.guessContentTypeFromName(name), "application/octet-stream");
		}
		try {
			if (given.chars().noneMatch(Character::isISOControl)) {
				return new ContentType(given).toString();
			}
		}
		catch (ParseException ex) { // quotes what may be a secret
			// as below
		}
		throw new IllegalArgumentException(
				"attachments[%d].contentType is not a media type such as text/csv".formatted(index));
	}

	/**
	 * A file that is opened when it is read.
	 */
	private record FileSource(String address, String name, String type, TaskFiles files) implements DataSource {

		@Override
		public InputStream getInputStream() throws IOException {
			return this.files.open(this.address);
		}

		@Override
		public OutputStream getOutputStream() throws IOException {
			throw new IOException("It is read only");
		}

		@Override
		public String getContentType() {
			return this.type;
		}

		@Override
		public String getName() {
			return this.name;
		}

	}

}
