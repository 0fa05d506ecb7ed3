package io.windhover.worker.mail;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Properties;

import javax.net.ssl.SSLSocketFactory;

import io.windhover.worker.mail.MailConfiguration.Security;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskType;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

@Component
class MailTask implements TaskType<MailConfiguration> {

	private static final Logger logger = LoggerFactory.getLogger(MailTask.class);

	private final SSLSocketFactory factory;

	@Autowired
	MailTask() {
		this((SSLSocketFactory) SSLSocketFactory.getDefault());
	}

	MailTask(SSLSocketFactory factory) {
		this.factory = factory;
	}

	@Override
	public String type() {
		return "mail";
	}

	@Override
	public Class<MailConfiguration> configurationType() {
		return MailConfiguration.class;
	}

	@Override
	public String description() {
		return "Sends a mail through an SMTP server.";
	}

	@Override
	public Map<String, Object> run(MailConfiguration configuration, TaskContext context) throws Exception {
		Session session = Session.getInstance(properties(configuration));
		Attachments attachments = Attachments.of(configuration, context.files());
		attachments.check();
		MimeMessage message;
		try {
			message = MailMessages.of(session, configuration, attachments);
			send(session, message, configuration);
		}
		catch (IOException | MessagingException ex) {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			throw new IOException(explain(ex, configuration), ex);
		}
		return Map.of("messageId", message.getMessageID());
	}

	private void send(Session session, MimeMessage message, MailConfiguration configuration)
			throws IOException, MessagingException {
		URLName server = new URLName("smtp", configuration.host(), configuration.portOrDefault(), null,
				configuration.username(), configuration.password());
		SMTPTransport transport = new SMTPTransport(session, server);
		try (Socket socket = SmtpSocket.open(configuration, this.factory)) {
			transport.connect(socket);
			transport.sendMessage(message, message.getAllRecipients());
			try {
				transport.close();
			}
			catch (MessagingException ex) {
				logger.debug("Could not end the session with {}", configuration.host(), ex);
			}
		}
	}

	private Properties properties(MailConfiguration configuration) {
		boolean startTls = configuration.securityOrDefault() == Security.STARTTLS;
		Properties properties = new Properties();
		properties.put("mail.smtp.auth", String.valueOf(configuration.username() != null));
		properties.put("mail.smtp.starttls.enable", String.valueOf(startTls));
		properties.put("mail.smtp.starttls.required", String.valueOf(startTls));
		properties.put("mail.smtp.ssl.checkserveridentity", "true");
		properties.put("mail.smtp.ssl.socketFactory", this.factory);
		properties.put("mail.smtp.quitwait", "false");
		// the ids of messages are made from it, and not from the name of the machine
		properties.put("mail.from", configuration.from());
		return properties;
	}

	private static String explain(Exception thrown, MailConfiguration configuration) {
		String server = "%s:%d".formatted(configuration.host(), configuration.portOrDefault());
		if (thrown instanceof AuthenticationFailedException) {
			return "%s refuses the login: %s".formatted(server, message(thrown));
		}
		if (thrown instanceof MessagingException) {
			return "%s does not take the mail: %s".formatted(server, message(thrown));
		}
		return "cannot connect to %s: %s".formatted(server, message(thrown));
	}

	/** The last cause, which is what the server says. */
	private static String message(Exception thrown) {
		Throwable last = thrown;
		while (true) {
			Throwable next = (last instanceof MessagingException ex) ? ex.getNextException() : last.getCause();
			if (next == null) {
				String message = last.getMessage();
				return (message != null && !message.isBlank()) ? message.strip() : last.getClass().getSimpleName();
			}
			last = next;
		}
	}

}
