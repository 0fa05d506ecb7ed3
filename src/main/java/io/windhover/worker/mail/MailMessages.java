package io.windhover.worker.mail;

import java.io.UnsupportedEncodingException;
import java.util.List;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages. Nothing that is given can add a header.
 */
final class MailMessages {

	private static final String UTF_8 = "UTF-8";

	private MailMessages() {
	}

	static MimeMessage of(Session session, MailConfiguration configuration, Attachments attachments)
			throws MessagingException {
		MimeMessage message = new MimeMessage(session);
		message.setFrom(address("from", configuration.from()));
		add(message, Message.RecipientType.TO, "to", configuration.to());
		add(message, Message.RecipientType.CC, "cc", configuration.cc());
		add(message, Message.RecipientType.BCC, "bcc", configuration.bcc());
		if (hasControl(configuration.subject())) {
			throw new IllegalArgumentException("subject must be one line without control characters");
		}
		message.setSubject(configuration.subject(), UTF_8);
		if (attachments.isEmpty()) {
			write(message, configuration.text(), configuration.html());
		}
		else {
			MimeMultipart mixed = new MimeMultipart();
			MimeBodyPart body = new MimeBodyPart();
			write(body, configuration.text(), configuration.html());
			mixed.addBodyPart(body);
			attachments.addTo(mixed);
			message.setContent(mixed);
		}
		message.saveChanges();
		return message;
	}

	private static void write(MimePart message, @Nullable String text, @Nullable String html)
			throws MessagingException {
		if (text != null && html != null) {
			// the last is what a reader shows that can show both
			MimeMultipart both = new MimeMultipart("alternative");
			both.addBodyPart(part(new MimeBodyPart(), text, "plain"));
			both.addBodyPart(part(new MimeBodyPart(), html, "html"));
			message.setContent(both);
		}
		else if (html != null) {
			part(message, html, "html");
		}
		else if (text != null) {
			part(message, text, "plain");
		}
	}

	private static <P extends MimePart> P part(P part, String text, String subtype) throws MessagingException {
		part.setText(text, UTF_8, subtype);
		return part;
	}

	private static void add(MimeMessage message, Message.RecipientType type, String property,
			@Nullable List<String> addresses) throws MessagingException {
		if (addresses != null) {
			for (int i = 0; i < addresses.size(); i++) {
				message.addRecipient(type, address("%s[%d]".formatted(property, i), addresses.get(i)));
			}
		}
	}

	private static InternetAddress address(String property, String text) {
		try {
			if (!hasControl(text)) {
				InternetAddress address = new InternetAddress(text, true);
				if (address.getPersonal() != null) {
					address.setPersonal(address.getPersonal(), UTF_8);
				}
				return address;
			}
		}
		catch (AddressException | UnsupportedEncodingException ex) {
			// as below
		}
		throw new IllegalArgumentException(
				"%s must be one mail address, such as ada@example.com or Ada <ada@example.com>".formatted(property));
	}

	private static boolean hasControl(String text) {
		return text.chars().anyMatch(Character::isISOControl);
	}

}
