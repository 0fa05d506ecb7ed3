package io.windhover.security.audit;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.audit.AuditEvent;

import static org.assertj.core.api.Assertions.assertThat;

class AuditEventsTests {

	private static final int MORE_THAN_ARE_KEPT = 2000;

	private final AuditEvents events = new AuditEvents();

	@Test
	void neitherStrangersNorCreatedExecutionsPushAnOperationOut() {
		this.events.add(new AuditEvent("ada", AuditFilter.WRITE, Map.of()));
		for (int i = 0; i < MORE_THAN_ARE_KEPT; i++) {
			this.events.add(new AuditEvent("bob", AuditFilter.CREATE, Map.of()));
			this.events.add(new AuditEvent(AuditFilter.NOBODY, AuditFilter.CREATE, Map.of()));
			this.events.add(new AuditEvent(AuditFilter.NOBODY, AuditFilter.WRITE, Map.of()));
		}
		assertThat(this.events.find("ada", null, AuditFilter.WRITE)).hasSize(1);
		assertThat(this.events.find(AuditFilter.NOBODY, null, AuditFilter.WRITE)).hasSize(1000);
		assertThat(this.events.find("bob", null, AuditFilter.CREATE)).isNotEmpty();
	}

}
