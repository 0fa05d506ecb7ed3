package io.windhover.worker.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * What a flow says of a request and its response.
 */
record HttpConfiguration(@JsonPropertyDescription("Where the request goes") @NotBlank String uri,
		@JsonPropertyDescription("GET by default") @Nullable @Pattern(
				regexp = "(?i)GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS",
				message = "must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS") String method,
		@JsonPropertyDescription("Headers of the request by name") @Nullable Map<String, String> headers,
		@JsonPropertyDescription("Body of the request: text as it is, any other value as JSON") @Nullable Object body,
		@JsonPropertyDescription("Address of a file whose content is the body") @Nullable String bodyFile,
		@JsonPropertyDescription("Fields of a form as the body, each a value or a list of values") @Nullable Map<String, Object> form,
		@JsonPropertyDescription("Parts of a multipart/form-data body") @Nullable @Size(max = 100,
				message = "must have at most 100 parts") List<Part> multipart,
		@JsonPropertyDescription("Credentials of basic authentication") @Nullable BasicAuth basicAuth,
		@JsonPropertyDescription("Token of bearer authentication") @Nullable String bearerToken,
		@JsonPropertyDescription("Whether redirects are followed; true by default") @Nullable Boolean followRedirects,
		@JsonPropertyDescription("Redirects in a row before the task fails; 5 by default") @Nullable @Min(1) @Max(20) Integer maxRedirects,
		@JsonPropertyDescription("HTTP proxy through which the request goes") @Nullable Proxy proxy,
		@JsonPropertyDescription("Time to connect, PT10S by default; of the whole request see timeout") @Nullable @DurationMin(
				millis = 1, message = "must be longer than zero") @DurationMax(hours = 1,
						message = "must be at most PT1H") Duration connectTimeout,
		@JsonPropertyDescription("Time until the head of the response is there, PT1M by default") @Nullable @DurationMin(
				millis = 1, message = "must be longer than zero") @DurationMax(hours = 24,
						message = "must be at most PT24H") Duration responseTimeout,
		@JsonPropertyDescription("Statuses that do not fail the task; 200 to 299 by default") @Nullable List<Integer> acceptStatus,
		@JsonPropertyDescription("Size of the body of the response, in bytes, above which the task fails; 1 MiB by default") @Nullable @Min(1) @Max(16
				* 1024 * 1024) Integer maxResponseBytes,
		@JsonPropertyDescription("Name of a file that the body of the response becomes, in place of the output body") @Nullable String responseFile,
		@JsonPropertyDescription("Whether a response without a body is right; true by default") @Nullable Boolean acceptEmpty) {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(1);

	/** The time counts from the beginning of the request. */
	private static final Duration WHILE_A_FILE_IS_SENT = Duration.ofHours(1);

	private static final int MAX_REDIRECTS = 5;

	private static final int MAX_RESPONSE = 1024 * 1024;

	@AssertTrue(message = "only one of body, bodyFile, form and multipart may be given")
	boolean isOneBody() {
		return Stream.of(this.body, this.bodyFile, this.form, this.multipart).filter(Objects::nonNull).count() <= 1;
	}

	@AssertTrue(message = "only one of basicAuth, bearerToken and the header Authorization may be given")
	boolean isOneAuthorization() {
		return Stream.of(this.basicAuth, this.bearerToken, hasHeader("Authorization") ? "" : null)
			.filter(Objects::nonNull)
			.count() <= 1;
	}

	boolean hasHeader(String name) {
		return this.headers != null && this.headers.keySet().stream().anyMatch(name::equalsIgnoreCase);
	}

	boolean accepts(int status) {
		return (this.acceptStatus != null) ? this.acceptStatus.contains(status) : status / 100 == 2;
	}

	private boolean sendsFile() {
		return this.bodyFile != null
				|| (this.multipart != null && this.multipart.stream().anyMatch((part) -> part.file() != null));
	}

	/** How it is sent, with the defaults of what is not given. */
	SendOptions options() {
		int redirects = (this.maxRedirects != null) ? this.maxRedirects : MAX_REDIRECTS;
		return new SendOptions((this.connectTimeout != null) ? this.connectTimeout : CONNECT_TIMEOUT,
				(this.responseTimeout != null) ? this.responseTimeout
						: sendsFile() ? WHILE_A_FILE_IS_SENT : RESPONSE_TIMEOUT,
				this.proxy, Boolean.FALSE.equals(this.followRedirects) ? null : redirects,
				(this.maxResponseBytes != null) ? this.maxResponseBytes : MAX_RESPONSE);
	}

	record Part(@JsonPropertyDescription("Name of the field") @NotBlank String name,
			@JsonPropertyDescription("Text as it is, any other value as JSON") @Nullable Object content,
			@JsonPropertyDescription("Address of a file whose content is sent, in place of content") @Nullable String file,
			@JsonPropertyDescription("Name of a file, for a part that is one; of file its own by default") @Nullable String fileName,
			@JsonPropertyDescription("Media type of the content; of file by its name by default") @Nullable String contentType) {

		@AssertTrue(message = "exactly one of content and file must be given")
		boolean isContentOrFile() {
			return (this.content != null) != (this.file != null);
		}

	}

	record BasicAuth(@NotNull String username, @NotNull String password) {
	}

	record Proxy(@NotBlank String host, @NotNull @Min(1) @Max(65_535) Integer port) {
	}

}
