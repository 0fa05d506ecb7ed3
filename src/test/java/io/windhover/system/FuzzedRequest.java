package io.windhover.system;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * A request that somebody could send by mistake or on purpose: what is right is there,
 * and one or two things of it are changed.
 *
 * @param text all of it, a character for each byte
 */
record FuzzedRequest(String method, String target, String text) {

	private static final List<String> METHODS = List.of("GET", "GET", "GET", "GET", "GET", "GET", "POST", "POST", "PUT",
			"DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "G\u00cbT", "A".repeat(300));

	private static final List<String> PARTS = List.of("%00", "%2F", "%5C", "%2e%2e", "..", ".", "//", ";a=b", "%FF",
			"%zz", "%", "%c0%af", "%u0041", "\u00fc", "%F0%9F%A6%85", "{id}", "${jndi:x}", "{{7*7}}", "<script>", "'",
			"\"", "|", "\\", "^", "[", " ", "\t", "*", "~", "null", "-1", "0", "99999999999999999999", "true",
			"a".repeat(300), "a".repeat(9000), "/x/y/z", "?", "#", "@", ":", "actuator", "heapdump", "shutdown",
			"WEB-INF/web.xml");

	private static final List<String> QUERIES = List.of("page", "size", "namespace", "flowId", "state", "from", "to",
			"wait", "group", "name", "tag", "format", "role", "instance", "kind", "x", "size[]", "%00",
			"class.module.classLoader");

	private static final List<String> VALUES = List.of("", "0", "-1", "1", "2147483648", "1e9", "NaN", "PT0S", "PT",
			"P1Y", "today", "2026-01-01T00:00:00Z", "RUNNING", "mermaid", "text", "worker", "%", "%00", "%FF", "a:b",
			"a,b", "*", "' or 1=1", "%27%3B%20drop%20table%20executions", "${x}", "\u00fc", "x".repeat(5000),
			"area:heap", "a:b:c");

	private static final List<String> HEADERS = List.of("Accept: text/html", "Accept: application/json", "Accept: */*",
			"Accept: x", "Accept: text/html;q=x", "Accept: application/openmetrics-text;version=9.9.9", "Accept: ,,,",
			"Accept: application/vnd.spring-boot.actuator.v1+json", "Accept: image/png", "Accept-Encoding: gzip;q=0",
			"Accept-Encoding: x", "Accept-Language: %%", "Accept-Charset: utf-99", "Content-Type: application/json",
			"Content-Type: application/yaml", "Content-Type: text/plain", "Content-Type: x", "Content-Type: ;;;",
			"Content-Type: multipart/form-data", "Content-Type: multipart/form-data; boundary=x",
			"Content-Type: application/x-www-form-urlencoded", "Content-Type: application/json;charset=utf-32",
			"Content-Type: application/json;charset=nope", "Content-Encoding: gzip", "Range: bytes=0-",
			"Range: bytes=9-1,x", "If-None-Match: *", "If-Modified-Since: x", "Expect: 100-continue",
			"Origin: http://evil.test", "Origin: null", "Origin: :", "Referer: x", "Cookie: JSESSIONID=x; a",
			"Authorization: Basic eA==", "Authorization: Basic %%%", "Authorization: Bearer x", "Authorization: ",
			"X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: evil.test", "X-Forwarded-Proto: x",
			"X-Forwarded-Prefix: ../", "Forwarded: for=_x", "X-HTTP-Method-Override: DELETE", "Upgrade: h2c",
			"Connection: Upgrade", "Connection: close", "Host: evil.test", "Host: ", "Host: localhost:99999", "Host: [",
			"Host: a b", "Last-Event-ID: x", "Traceparent: x",
			"Traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "Tracestate: a=b,,=,c",
			"X-Long: " + "y".repeat(9000), "X-Bytes: \u00ff\u00fe", "Bad Header: x", "NoColon", ": x", "X-Null: a\0b",
			"Transfer-Encoding: x", "Content-Length: x", "Content-Length: -1");

	private static final List<String> BODIES = List.of("{}", "[]", "null", "true", "\"x\"", "1e999", "{", "}",
			"{\"a\":", "{\"state\":\"nope\"}", "{\"state\":1}", "{\"state\":null}", "{\"state\":{\"a\":[]}}",
			"{\"fire\":\"later\"}", "{\"threads\":\"x\"}", "{\"acknowledged\":\" \"}", "{\"acknowledged\":[1]}",
			"{\"configuredLevel\":\"LOUD\"}", "{\"configuredLevel\":[]}", "{\"inputs\":[]}",
			"{\"inputs\":{\"a\":{\"b\":null}},\"labels\":1}", "{\"labels\":{\"\":\"\"}}", "[".repeat(5000),
			"{\"a\":".repeat(3000), "a: &a [*a]", "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c,*c]", "- - - -",
			"%YAML 9.9\n---\n", "namespace: n\nid: i\ntasks: 7", "namespace: [\nid", "!!java.net.URL [x]", "\0\0\0",
			"\uFEFF{}", "namespace: fuzz\nid: seed\ntasks:\n  - {id: a, type: nope}", "x".repeat(20_000));

	/**
	 * Makes one from a right method, target and body.
	 */
	static FuzzedRequest of(Random random, Seed seed) {
		String method = (random.nextInt(3) == 0) ? any(random, METHODS) : seed.method();
		StringBuilder target = new StringBuilder(seed.path());
		if (random.nextInt(2) == 0) {
			int at = 1 + random.nextInt(target.length());
			target.insert(at, any(random, PARTS));
		}
		if (random.nextInt(4) == 0) {
			target.append('/').append(any(random, PARTS));
		}
		for (int i = random.nextInt(3); i > 0; i--) {
			target.append((target.indexOf("?") < 0) ? '?' : '&')
				.append(any(random, QUERIES))
				.append('=')
				.append(any(random, VALUES));
		}
		String body = (random.nextInt(2) == 0) ? any(random, BODIES) : seed.body();
		if (method.equals("GET") && random.nextInt(20) > 0) {
			body = "";
		}
		return new FuzzedRequest(method, target.toString(), text(random, method, target.toString(), seed, body));
	}

	private static String text(Random random, String method, String target, Seed seed, String body) {
		byte[] content = (random.nextInt(10) == 0) ? noise(random) : body.getBytes(StandardCharsets.UTF_8);
		StringBuilder head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
		boolean hasHost = false;
		boolean hasLength = false;
		for (int i = random.nextInt(4); i > 0; i--) {
			String header = any(random, HEADERS);
			hasHost |= header.startsWith("Host");
			hasLength |= header.startsWith("Content-Length") || header.startsWith("Transfer-Encoding");
			head.append(header).append("\r\n");
		}
		if (!hasHost) {
			head.append("Host: localhost\r\n");
		}
		if (head.indexOf("Content-Type") < 0 && !seed.contentType().isEmpty()) {
			head.append("Content-Type: ").append(seed.contentType()).append("\r\n");
		}
		if (!hasLength) {
			head.append("Content-Length: ").append(content.length).append("\r\n");
		}
		return head.append("\r\n").append(new String(content, StandardCharsets.ISO_8859_1)).toString();
	}

	private static byte[] noise(Random random) {
		byte[] noise = new byte[random.nextInt(200)];
		random.nextBytes(noise);
		return noise;
	}

	private static String any(Random random, List<String> all) {
		return all.get(random.nextInt(all.size()));
	}

	byte[] bytes() {
		return this.text.getBytes(StandardCharsets.ISO_8859_1);
	}

	boolean hasNoBody() {
		return this.method.equals("HEAD");
	}

	@Override
	public String toString() {
		return (this.text.length() > 800) ? this.text.substring(0, 800) + "…" : this.text;
	}

	/**
	 * A right request.
	 */
	record Seed(String method, String path, String contentType, String body) {

		static Seed get(String path) {
			return new Seed("GET", path, "", "");
		}

	}

}
