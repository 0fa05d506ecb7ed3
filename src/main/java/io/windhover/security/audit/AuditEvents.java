package io.windhover.security.audit;

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
 * others and the last executions that were created: neither pushes an operation out.
 */
public class AuditEvents implements AuditEventRepository {

	private final AuditEventRepository known = new InMemoryAuditEventRepository();

	private final AuditEventRepository strangers = new InMemoryAuditEventRepository();

	private final AuditEventRepository creates = new InMemoryAuditEventRepository();

	@Override
	public void add(AuditEvent event) {
		repository(event).add(event);
	}

	@Override
	public List<AuditEvent> find(@Nullable String principal, @Nullable Instant after, @Nullable String type) {
		return Stream.of(this.known, this.strangers, this.creates)
			.flatMap((each) -> each.find(principal, after, type).stream())
			.sorted(Comparator.comparing(AuditEvent::getTimestamp))
			.toList();
	}

	private AuditEventRepository repository(AuditEvent event) {
		if (AuditFilter.CREATE.equals(event.getType())) {
			return this.creates;
		}
		return AuditFilter.NOBODY.equals(event.getPrincipal()) ? this.strangers : this.known;
	}

}
