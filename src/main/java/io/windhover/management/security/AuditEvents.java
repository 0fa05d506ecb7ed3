package io.windhover.management.security;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;

/**
 * The last events of those who were let in, and apart from them the last ones of all
 * others: no stranger pushes an operation out.
 */
class AuditEvents implements AuditEventRepository {

	private final AuditEventRepository known = new InMemoryAuditEventRepository();

	private final AuditEventRepository strangers = new InMemoryAuditEventRepository();

	@Override
	public void add(AuditEvent event) {
		(AuditFilter.NOBODY.equals(event.getPrincipal()) ? this.strangers : this.known).add(event);
	}

	@Override
	public List<AuditEvent> find(@Nullable String principal, @Nullable Instant after, @Nullable String type) {
		return Stream.of(this.known, this.strangers)
			.flatMap((each) -> each.find(principal, after, type).stream())
			.sorted(Comparator.comparing(AuditEvent::getTimestamp))
			.toList();
	}

}
