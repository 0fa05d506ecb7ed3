package io.windhover.api.webhook;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.api.web.ApiProperties;
import jakarta.servlet.ServletInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CallReaderTests {

	private static final int MOST = 10_000;

	private final CallReader reader = new CallReader(
			new ApiProperties(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1, DataSize.ofBytes(MOST), 1, 1));

	@Test
	void ofAnEndlessBodyNoMoreIsReadThanShowsIt() {
		AtomicInteger read = new AtomicInteger();
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/") {

			@Override
			public ServletInputStream getInputStream() {
				return new DelegatingServletInputStream(new InputStream() {

					@Override
					public int read() {
						read.incrementAndGet();
						return 'x';
					}

					@Override
					public int read(byte[] bytes, int offset, int length) {
						read.addAndGet(length);
						return length;
					}

				});
			}

		};
		assertThatExceptionOfType(ErrorResponseException.class).isThrownBy(() -> this.reader.body(request))
			.satisfies((problem) -> {
				assertThat(problem.getStatusCode().value()).isEqualTo(413);
				assertThat(problem.getBody().toString()).contains("The body is longer than 10000 bytes.",
						"windhover.api.max-webhook-body");
			});
		assertThat(read).hasValue(MOST + 1);
	}

	@Test
	void bodyOfTheGreatestLengthIsRead() {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/");
		request.setContent("é".repeat(MOST / 2).getBytes(StandardCharsets.UTF_8));
		assertThat(this.reader.call(request, Map.of(), this.reader.body(request))).containsEntry("body",
				"é".repeat(MOST / 2));
	}

	@Test
	void queryIsDecodedAndItsNamesMayComeMoreThanOnce() {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
		request.setQueryString("a=1&b&a=%C3%A9+x&&c=d=e");
		assertThat(this.reader.query(request))
			.isEqualTo(Map.of("a", List.of("1", "é x"), "b", List.of(""), "c", List.of("d=e")));
		request.setQueryString("a=%");
		assertThatExceptionOfType(ErrorResponseException.class).isThrownBy(() -> this.reader.query(request))
			.satisfies((problem) -> assertThat(problem.getStatusCode().value()).isEqualTo(400));
	}

}
