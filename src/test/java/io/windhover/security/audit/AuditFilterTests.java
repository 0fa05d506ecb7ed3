package io.windhover.security.audit;

import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class AuditFilterTests {

	private static final String CREATE = "/api/flows/demo/hello/executions";

	private final List<AuditEvent> events = new ArrayList<>();

	private final AuditFilter filter = new AuditFilter(
			new AuditTrail((event) -> this.events.add(((AuditApplicationEvent) event).getAuditEvent())));

	@ParameterizedTest
	@ValueSource(ints = { 201, 202, 429 })
	void whatComesAThousandTimesASecondHasNoLine(int status, CapturedOutput output) throws Exception {
		audit(CREATE, status);
		assertThat(this.events).singleElement().satisfies((event) -> {
			assertThat(event.getType()).isEqualTo(AuditFilter.CREATE);
			assertThat(event.getData()).containsEntry("status", status);
		});
		assertThat(output).doesNotContain(CREATE);
	}

	@Test
	void createThatIsWrongIsAWriteWithALine(CapturedOutput output) throws Exception {
		audit(CREATE, 400);
		assertThat(this.events).singleElement()
			.satisfies((event) -> assertThat(event.getType()).isEqualTo(AuditFilter.WRITE));
		assertThat(output)
			.contains("type=WRITE who=ada from=127.0.0.1 port=80 method=POST path=" + CREATE + " status=400");
	}

	@Test
	void otherWriteThatIsRefusedForItsNumberIsAWrite(CapturedOutput output) throws Exception {
		audit("/api/executions/1/kill", 429);
		assertThat(this.events).singleElement()
			.satisfies((event) -> assertThat(event.getType()).isEqualTo(AuditFilter.WRITE));
		assertThat(output).contains("status=429");
	}

	private void audit(String path, int status) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
		request.setServletPath(path);
		FilterChain chain = (req, response) -> ((HttpServletResponse) response).setStatus(status);
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ada", "", "ROLE_X"));
		try {
			this.filter.doFilter(request, new MockHttpServletResponse(), chain);
		}
		finally {
			SecurityContextHolder.clearContext();
		}
	}

}
