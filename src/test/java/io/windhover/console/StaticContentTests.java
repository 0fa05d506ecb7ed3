package io.windhover.console;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class StaticContentTests {

	private static final String TEXT = "the same again and again, ".repeat(100);

	private final StaticContent content = StaticContent.of(TEXT, "text/plain");

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8, *;q=0.1", "deflate,GZIP ; q=1" })
	void whoTakesGzipGetsWhatWasCompressedOnce(String accepted) throws IOException {
		MockHttpServletResponse answer = answer(this.content.compressed(), accepted);
		assertThat(answer.getHeader("Content-Encoding")).isEqualTo("gzip");
		assertThat(answer.getHeader("Vary")).isEqualTo("Accept-Encoding");
		assertThat(answer.getHeader("ETag")).isEqualTo(this.content.tag());
		assertThat(answer.getContentAsByteArray()).hasSize(answer.getContentLength()).hasSizeLessThan(100);
		try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(answer.getContentAsByteArray()))) {
			assertThat(stream.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo(TEXT);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "identity", "br", "gzip;q=0", "gzip;q=0.0, br", "x-gzip-other" })
	void othersGetItAsItIs(String accepted) throws IOException {
		MockHttpServletResponse answer = answer(this.content.compressed(), accepted);
		assertThat(answer.getHeader("Content-Encoding")).isNull();
		assertThat(answer.getHeader("Vary")).isEqualTo("Accept-Encoding");
		assertThat(answer.getContentAsString()).isEqualTo(TEXT);
	}

	@Test
	void whatIsSmallIsNotCompressed() throws IOException {
		MockHttpServletResponse answer = answer(StaticContent.of("small", "text/plain").compressed(), "gzip");
		assertThat(answer.getHeader("Content-Encoding")).isNull();
		assertThat(answer.getContentAsString()).isEqualTo("small");
	}

	private static MockHttpServletResponse answer(StaticContent content, String accepted) throws IOException {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
		if (!accepted.isEmpty()) {
			request.addHeader("Accept-Encoding", accepted);
		}
		MockHttpServletResponse answer = new MockHttpServletResponse();
		content.send(request, answer);
		return answer;
	}

}
