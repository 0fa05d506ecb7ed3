package io.windhover.security.audit;

import java.util.Map;

import io.windhover.event.EventPublisher;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;

import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class AuditedOperationsTests {

	private final EventPublisher events = mock(EventPublisher.class);

	private final AuditedOperations operations = new AuditedOperations(this.events);

	@Test
	void operationIsAnEventAboutItsTarget() {
		publish("ada", AuditFilter.WRITE, Map.of("path", "/worker", "target", "alice", "remoteAddress", "127.0.0.1"));
		then(this.events).should().operation("ada", "alice", Map.of("path", "/worker", "target", "alice"));
	}

	@Test
	void otherWriteIsAnEventAboutItsPath() {
		publish("ada", AuditFilter.WRITE, Map.of("path", "/api/flows/demo/hello", "status", 201));
		then(this.events).should()
			.operation("ada", "/api/flows/demo/hello", Map.of("path", "/api/flows/demo/hello", "status", 201));
	}

	@Test
	void whatStrangersTryAndWhatIsFrequentIsNone() {
		publish(AuditFilter.NOBODY, AuditFilter.WRITE, Map.of("path", "/worker"));
		publish("ada", AuditFilter.CREATE, Map.of("path", "/api/flows/demo/hello/executions"));
		publish("ada", AuditFilter.REFUSED_LOGIN, Map.of("path", "/worker"));
		then(this.events).shouldHaveNoInteractions();
	}

	private void publish(String who, String type, Map<String, Object> data) {
		this.operations.onApplicationEvent(new AuditApplicationEvent(new AuditEvent(who, type, data)));
	}

}
