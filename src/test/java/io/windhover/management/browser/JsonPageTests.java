package io.windhover.management.browser;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.windhover.execution.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class JsonPageTests {

	private static final Routes ROUTES = Routes.of("""
			| route | what it tells | where |
			|---|---|---|
			| `/worker` | what runs; filter `namespace` | role worker |
			| `/worker/{taskRunId}` | one | role worker |
			| `/scheduler/{namespace}/{flowId}/{triggerId}` | one | role scheduler |
			| `/streams/{clientId}/lag`, `/streams/{clientId}/threads` | more | always |
			| `/metrics/{name}` | a meter | always |
			""");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "text/html|true", "text/html;q=0.5, application/json;q=0.4|true", "application/xhtml+xml|true",
					"text/html;q=0|false", "text/html, application/json|false", "*/*|false",
					"text/html, application/problem+json|false", "''|false", "html|false", "text/html;;;q=x|false" })
	void pageIsForWhoeverPrefersIt(String accept, boolean page) {
		assertThat(Accept.prefersHtml(accept)).isEqualTo(page);
	}

	@Test
	void textIsIndentedEscapedAndLeadsToAddresses() {
		JsonText text = JsonText.of(
				Json.mapper()
					.readTree(
							"""
									{"<b>": "<script>alert('x')</script>", "url": "http://a/?b&c=\\"", "n": [1, null, true], "e": [], "o": {},
									 "no": "javascript:alert(1)", "t": "http://a/{id}"}"""),
				10_000);
		assertThat(text.isCut()).isFalse();
		assertThat(text.html()).isEqualTo(
				"""
						{
						  <b>&lt;b&gt;</b>: <i>&quot;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;</i>,
						  <b>url</b>: &quot;<a rel="noreferrer" href="http://a/?b&amp;c=&quot;">http://a/?b&amp;c=&quot;</a>&quot;,
						  <b>n</b>: [
						    <s>1</s>,
						    <s>null</s>,
						    <s>true</s>
						  ],
						  <b>e</b>: <s>[]</s>,
						  <b>o</b>: <s>{}</s>,
						  <b>no</b>: <i>&quot;javascript:alert(1)&quot;</i>,
						  <b>t</b>: <i>&quot;http://a/{id}&quot;</i>
						}""");
	}

	@Test
	void longTextIsCut() {
		String json = "[" + "\"0123456789\",".repeat(10_000) + "\"" + "x".repeat(10_000) + "\"]";
		JsonText text = JsonText.of(Json.mapper().readTree(json), 5000);
		assertThat(text.isCut()).isTrue();
		assertThat(text.html().length()).isLessThan(5100);
		assertThat(JsonText.of(Json.mapper().readTree("\"" + "<".repeat(100_000) + "\""), 5000).html().length())
			.isLessThan(25_000);
	}

	@Test
	void rowsLeadOnByWhatTheyName() {
		assertThat(addresses("/worker", "{\"runnings\": [{\"taskRun\": {\"id\": \"e 1.a/b\"}}]}"))
			.containsExactly("/base/worker/e%201.a%2Fb");
		assertThat(addresses("/scheduler",
				"{\"schedulable\": [{\"namespace\": \"n\", \"flowId\": \"f\", \"trigger\": {\"id\": \"t\"}},"
						+ "{\"namespace\": \"n\", \"flowId\": \"f\", \"trigger\": null}]}"))
			.containsExactly("/base/scheduler/n/f/t");
		assertThat(addresses("/streams", "{\"streams\": [{\"clientId\": \"c\"}]}"))
			.containsExactly("/base/streams/c/lag", "/base/streams/c/threads");
		assertThat(addresses("/other", "{\"streams\": [{\"clientId\": \"c\"}]}")).isEmpty();
	}

	@Test
	void addressOfARouteLeadsThereAndNoOther() {
		Table table = tables("/x", """
				{"list": [{"runbook": "/base/metrics/a?b=c", "link": "/base/other", "route": "/base/worker"},
				          {"runbook": "//evil/worker", "link": "http://a/", "route": "x"}]}""").get(0);
		assertThat(table.rows().get(0).cells()).containsExactly(
				new Table.Cell(List.of(new Table.Line(null, "/base/metrics/a?b=c", "/base/metrics/a?b=c"))),
				Table.Cell.of("/base/other"), Table.Cell.of("/base/worker"));
		assertThat(table.rows().get(1).cells().subList(0, 2)).containsExactly(Table.Cell.of("//evil/worker"),
				new Table.Cell(List.of(new Table.Line(null, "http://a/", "http://a/"))));
	}

	@Test
	void namesLeadOn() {
		List<Table> tables = tables("/metrics", "{\"names\": [\"a.b\"]}");
		assertThat(tables.get(0).rows().get(0).cells().get(0).lines())
			.containsExactly(new Table.Line(null, "a.b", "/base/metrics/a.b"));
	}

	@Test
	void objectsOfOneShapeAreColumnsAndOthersLines() {
		Table table = tables("/x", """
				{"list": [{"slots": {"used": 1, "max": 2}, "lags": {"a": 1}, "url": "http://a/"},
				          {"slots": null, "lags": {"b": 2}, "deep": [{"a": 1}]}]}""").get(0);
		assertThat(table.name()).isEqualTo("list");
		assertThat(table.columns()).containsExactly("slots.used", "slots.max", "lags", "url", "deep");
		assertThat(table.rows().get(0).cells()).containsExactly(Table.Cell.of("1"), Table.Cell.of("2"),
				new Table.Cell(List.of(new Table.Line("a", "1", null))),
				new Table.Cell(List.of(new Table.Line(null, "http://a/", "http://a/"))), new Table.Cell(List.of()));
		assertThat(table.rows().get(1).cells().get(4)).isEqualTo(Table.Cell.of("1 item"));
	}

	@Test
	void whatIsSingleComesFirstAndObjectsOfObjectsAreTables() {
		List<Table> tables = tables("/x",
				"""
						{"components": {"kafka": {"status": "UP"}, "disk": {"status": "DOWN"}}, "status": "DOWN", "none": null}""");
		assertThat(tables.get(0).rows()).containsExactly(
				new Table.Row(List.of(Table.Cell.of("status"), Table.Cell.of("DOWN")), List.of()),
				new Table.Row(List.of(Table.Cell.of("none"), Table.Cell.of("–")), List.of()));
		assertThat(tables.get(1).columns()).containsExactly("", "status");
		assertThat(tables.get(1).rows().get(1).cells()).containsExactly(Table.Cell.of("disk"), Table.Cell.of("DOWN"));
	}

	@Test
	void longListIsCut() {
		Table table = tables("/x", "{\"list\": [" + "{\"a\": 1},".repeat(999) + "{\"a\": 1}]}").get(0);
		assertThat(table.rows()).hasSize(500);
		assertThat(table.left()).isEqualTo(500);
	}

	@Test
	void whatIsNoJsonOrTooLargeIsNoPage() {
		JsonPages pages = new JsonPages(new PageFrame(""));
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/worker");
		assertThat(pages.page(request, "{".getBytes(StandardCharsets.UTF_8))).isNull();
		assertThat(pages.page(request, ("\"" + "x".repeat(5_000_000) + "\"").getBytes(StandardCharsets.UTF_8)))
			.isNull();
		assertThat(pages.page(request, "[1]".getBytes(StandardCharsets.UTF_8))).isNotNull();
	}

	private static List<String> addresses(String path, String json) {
		return tables(path, json).stream()
			.flatMap((table) -> table.rows().stream())
			.flatMap((row) -> row.links().stream())
			.map(Table.Link::href)
			.toList();
	}

	private static List<Table> tables(String path, String json) {
		return new Tables(ROUTES, "/base", path).of(Json.mapper().readTree(json));
	}

}
