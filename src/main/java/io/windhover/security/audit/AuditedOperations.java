package io.windhover.security.audit;

import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.event.EventPublisher;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationListener;

/**
 * Has each operation of somebody who was let in leave as an event, done or refused; what
 * strangers try, and executions that are created, do not. It is beside Boot's listener,
 * in whose place an {@code AbstractAuditListener} would be.
 */
class AuditedOperations implements ApplicationListener<AuditApplicationEvent> {

	private static final String TARGET = "target";

	private static final String REMOTE_ADDRESS = "remoteAddress";

	private final EventPublisher events;

	AuditedOperations(EventPublisher events) {
		this.events = events;
	}

	@Override
	public void onApplicationEvent(AuditApplicationEvent audited) {
		AuditEvent event = audited.getAuditEvent();
		if (AuditFilter.WRITE.equals(event.getType()) && !AuditFilter.NOBODY.equals(event.getPrincipal())) {
			Map<String, Object> details = new LinkedHashMap<>(event.getData());
			details.remove(REMOTE_ADDRESS);
			Object target = details.getOrDefault(TARGET, details.getOrDefault("path", "/"));
			this.events.operation(event.getPrincipal(), target.toString(), details);
		}
	}

}
