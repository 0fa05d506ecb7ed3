package io.windhover.security.audit;

import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Keeps each audit event as Spring Boot's, which {@code /auditevents} shows, and as one
 * line of the log, with a key and value for each part where the log is structured. That
 * of an execution that was created, or for which there was no room, has its line at
 * DEBUG: under load there are thousands a second, each execution is in the repository,
 * and a meter counts what was refused.
 */
public class AuditTrail {

	/** The part that says from which address a request came. */
	static final String FROM = "from";

	private static final Logger logger = LoggerFactory.getLogger("io.windhover.audit");

	private final ApplicationEventPublisher events;

	AuditTrail(ApplicationEventPublisher events) {
		this.events = events;
	}

	void add(String type, String who, Map<String, Object> data) {
		Map<String, Object> shown = new LinkedHashMap<>(data);
		// the name by which Spring Boot Admin looks for it
		shown.put("remoteAddress", data.getOrDefault(FROM, ""));
		this.events.publishEvent(new AuditApplicationEvent(new AuditEvent(who, type, shown)));
		Level level = type.equals(AuditFilter.CREATE) ? Level.DEBUG : Level.INFO;
		if (!logger.isEnabledForLevel(level)) {
			return;
		}
		LoggingEventBuilder line = logger.atLevel(level);
		Map<String, Object> parts = new LinkedHashMap<>();
		parts.put("type", type);
		parts.put("who", who);
		parts.putAll(data);
		StringBuilder text = new StringBuilder();
		parts.forEach((key, value) -> text.append(text.isEmpty() ? "" : " ").append(key).append('=').append(value));
		for (Map.Entry<String, Object> part : parts.entrySet()) {
			line = line.addKeyValue("audit." + part.getKey(), part.getValue());
		}
		line.log(text.toString());
	}

}
