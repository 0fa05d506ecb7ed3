package io.windhover.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Receives spans as OTLP over HTTP, and answers as it is told to.
 */
public final class SpanReceiver implements AutoCloseable {

	private final List<Span> spans = new CopyOnWriteArrayList<>();

	private final List<ResourceSpans> resources = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	private volatile int status = 200;

	/**
	 * Starts it.
	 * @param port 0 for any
	 */
	public SpanReceiver(int port) throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		this.server.createContext("/v1/traces", this::take);
		this.server.start();
	}

	public String url() {
		return "http://127.0.0.1:%d/v1/traces".formatted(this.server.getAddress().getPort());
	}

	/** Answers with this from now on; only with 200 it keeps what it gets. */
	public void answer(int code) {
		this.status = code;
	}

	public List<Span> spans(String traceId) {
		return this.spans.stream().filter((span) -> hex(span.getTraceId()).equals(traceId)).toList();
	}

	public List<Span> spans() {
		return List.copyOf(this.spans);
	}

	public List<ResourceSpans> resources() {
		return List.copyOf(this.resources);
	}

	public static String hex(ByteString id) {
		return HexFormat.of().formatHex(id.toByteArray());
	}

	public static Map<String, String> attributes(List<KeyValue> attributes) {
		return attributes.stream()
			.collect(Collectors.toMap(KeyValue::getKey, (each) -> each.getValue().hasStringValue()
					? each.getValue().getStringValue() : String.valueOf(each.getValue().getIntValue())));
	}

	private void take(HttpExchange exchange) throws IOException {
		ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
		int code = this.status;
		if (code == 200) {
			this.resources.addAll(request.getResourceSpansList());
			request.getResourceSpansList()
				.stream()
				.flatMap((resource) -> resource.getScopeSpansList().stream())
				.forEach((scope) -> this.spans.addAll(scope.getSpansList()));
		}
		exchange.sendResponseHeaders(code, -1);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
