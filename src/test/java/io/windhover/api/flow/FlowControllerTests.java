package io.windhover.api.flow;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.PauseNote;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static io.windhover.api.web.ApiTestBench.yaml;
import static org.assertj.core.api.Assertions.assertThat;

@ApiTest
class FlowControllerTests {

	private final MockMvcTester mvc;

	private final ApiTestBench bench;

	FlowControllerTests(@Autowired MockMvcTester mvc, @Autowired ApiTestBench bench) {
		this.mvc = mvc;
		this.bench = bench;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
	}

	@Test
	void aNewFlowIsCreatedAndReadBackAsItsYaml() {
		assertThat(put("demo", "hello", yaml("demo", "hello"))).hasStatus(201)
			.hasHeader("Location", "/api/flows/demo/hello")
			.bodyJson()
			.extractingPath("revision")
			.isEqualTo(1);
		assertThat(this.mvc.get().uri("/api/flows/demo/hello")).hasStatusOk()
			.hasContentType("application/yaml;charset=UTF-8")
			.hasBodyTextEqualTo(yaml("demo", "hello"));
	}

	@Test
	void theSchemaOfFlowsIsServedForEditors() {
		assertThat(this.mvc.get().uri("/api/flows/schema")).hasStatusOk()
			.hasContentType("application/schema+json")
			.bodyJson()
			.extractingPath("title")
			.isEqualTo("A flow");
		assertThat(this.mvc.get().uri("/api/flows/schema").accept("application/json")).hasStatusOk()
			.hasContentType("application/json");
	}

	@Test
	void revisionsCountChangesOnly() {
		put("demo", "hello", yaml("demo", "hello"));
		assertThat(put("demo", "hello", yaml("demo", "hello"))).hasStatusOk()
			.bodyJson()
			.extractingPath("revision")
			.isEqualTo(1);
		assertThat(put("demo", "hello", yaml("demo", "hello") + "# changed\n")).hasStatusOk()
			.bodyJson()
			.extractingPath("revision")
			.isEqualTo(2);
	}

	@Test
	void whoStoresAFlowAndWhyGoesWithIt() {
		put("demo", "hello", yaml("demo", "hello"));
		assertThat(this.bench.note()).isEqualTo(new PauseNote(null, null));
		String uri = "/api/flows/demo/hello?reason={reason}";
		assertThat(this.mvc.put()
			.uri(uri, "the warehouse moves")
			.principal(() -> "ada")
			.contentType(MediaType.APPLICATION_YAML)
			.content(yaml("demo", "hello"))).hasStatusOk();
		assertThat(this.bench.note()).isEqualTo(new PauseNote("ada", "the warehouse moves"));
		for (String reason : List.of("two\nlines", "a".repeat(501))) {
			assertProblem(this.mvc.put()
				.uri(uri, reason)
				.contentType(MediaType.APPLICATION_YAML)
				.content(yaml("demo", "hello"))
				.exchange(), 400);
		}
	}

	@Test
	void eachRevisionIsReadByItsNumber() {
		put("demo", "hello", yaml("demo", "hello"));
		put("demo", "hello", yaml("demo", "hello") + "# changed\n");
		assertThat(this.mvc.get().uri("/api/flows/demo/hello?revision=1")).hasStatusOk()
			.hasBodyTextEqualTo(yaml("demo", "hello"));
		assertThat(this.mvc.get().uri("/api/flows/demo/hello?revision=2")).hasStatusOk()
			.hasBodyTextEqualTo(yaml("demo", "hello") + "# changed\n");
		assertProblem(this.mvc.get().uri("/api/flows/demo/hello?revision=3").exchange(), 404);
		assertProblem(this.mvc.get().uri("/api/flows/demo/hello?revision=0").exchange(), 400);
		assertProblem(this.mvc.get().uri("/api/flows/demo/hello?revision=last").exchange(), 400);
	}

	@Test
	void revisionsAreListedTheNewestFirst() {
		put("revised", "hello", yaml("revised", "hello"));
		put("revised", "hello", yaml("revised", "hello") + "# changed\n");
		put("revised", "hello-two", yaml("revised", "hello-two"));
		assertThat(this.mvc.get().uri("/api/flows/revised/hello/revisions")).hasStatusOk()
			.doesNotContainHeader("Link")
			.bodyJson()
			.isLenientlyEqualTo("""
					{"items": [{"revision": 2, "current": true}, {"revision": 1, "current": false}],
					 "page": 0, "size": 50, "total": 2}
					""");
		assertThat(this.mvc.get().uri("/api/flows/revised/hello/revisions")).bodyJson()
			.extractingPath("items[0].storedAt")
			.isEqualTo(String.valueOf(this.bench.revisions(new FlowKey("revised", "hello")).get(0).updatedAt()));
		assertThat(this.mvc.get().uri("/api/flows/revised/hello/revisions?size=1&page=1"))
			.hasHeader("Link", "<?size=1&page=0>; rel=\"prev\", <?size=1&page=0>; rel=\"first\"")
			.bodyJson()
			.isLenientlyEqualTo("{\"items\": [{\"revision\": 1}], \"page\": 1, \"size\": 1, \"total\": 2}");
		assertProblem(this.mvc.get().uri("/api/flows/revised/hello/revisions?size=0").exchange(), 400);
		assertProblem(this.mvc.get().uri("/api/flows/revised/none/revisions").exchange(), 404);
	}

	@Test
	void revisionsOfADeletedFlowStayAndNoneIsTheCurrentOne() {
		put("revised", "gone", yaml("revised", "gone"));
		this.mvc.delete().uri("/api/flows/revised/gone").exchange();
		assertThat(this.mvc.get().uri("/api/flows/revised/gone/revisions")).hasStatusOk()
			.bodyJson()
			.extractingPath("items[0].current")
			.isEqualTo(false);
	}

	@Test
	void whoAcceptsJsonReadsJson() {
		this.bench.given("demo", "hello");
		assertThat(this.mvc.get().uri("/api/flows/demo/hello").accept(MediaType.APPLICATION_JSON)).hasStatusOk()
			.bodyJson()
			.extractingPath("inputs[0].type")
			.isEqualTo("int");
	}

	@Test
	void inputsAreDescribedForForms() {
		Flow flow = new Flow("demo", "form", 1, null, Map.of(),
				List.of(new Input("day", Input.Type.DATE, true, null, "When it is due", "Day", InputRules.NONE),
						new Input("count", Input.Type.INT, false, 3, null, null, InputRules.NONE)),
				Map.of(), List.of(), ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of(), null, List.of(), "", null,
				Instant.EPOCH);
		this.bench.flows().put(flow.key(), flow);
		assertThat(this.mvc.get().uri("/api/flows/demo/form").accept(MediaType.APPLICATION_JSON)).hasStatusOk()
			.bodyJson()
			.extractingPath("inputs")
			.isEqualTo(List.of(
					Map.of("id", "day", "type", "date", "required", true, "description", "When it is due",
							"displayName", "Day"),
					Map.of("id", "count", "type", "int", "required", false, "defaultValue", 3)));
	}

	@Test
	void flowsAreListedByNamespaceAndPage() {
		this.bench.given("demo", "a");
		this.bench.given("demo", "b");
		this.bench.given("other", "c");
		assertThat(this.mvc.get().uri("/api/flows?namespace=demo&page=1&size=1")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("""
					{"items": [{"namespace": "demo", "id": "b"}], "page": 1, "size": 1, "total": 2}
					""");
	}

	@Test
	void flowsAreFoundByAPartOfTheirName() {
		this.bench.given("demo", "orders-in");
		this.bench.given("demo", "orders-out");
		this.bench.given("other", "bills");
		assertThat(this.mvc.get().uri("/api/flows?text=ORDERS")).bodyJson().extractingPath("total").isEqualTo(2);
		assertThat(this.mvc.get().uri("/api/flows?text=other/b")).bodyJson()
			.extractingPath("items[0].id")
			.isEqualTo("bills");
		assertThat(this.mvc.get().uri("/api/flows?text=bills&namespace=demo")).bodyJson()
			.extractingPath("total")
			.isEqualTo(0);
	}

	@Test
	void whatBecameOfTheExecutionsOfAFlowComesWhereItIsAskedFor() {
		this.bench.given("demo", "failing");
		this.bench.given("demo", "new");
		FlowHistory.End success = new FlowHistory.End("e1", State.SUCCESS, null, Instant.EPOCH, null);
		FlowHistory.End failure = new FlowHistory.End("e2", State.FAILED, null, Instant.EPOCH.plusSeconds(60), "no");
		this.bench.histories()
			.put(new FlowKey("demo", "failing"),
					new FlowHistory("demo", "failing", 1, false, Instant.EPOCH, failure, success, 1, failure.endedAt(),
							2, List.of(State.SUCCESS, State.FAILED), null, null, FlowHistory.Running.NONE,
							Instant.EPOCH.plusSeconds(120), 0, List.of(), List.of(), failure.endedAt()));
		assertThat(this.mvc.get().uri("/api/flows?health=true")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo(
					"""
							{"items": [
								{"id": "failing", "health": {"status": "FAILING", "failuresInARow": 1, "recent": ["SUCCESS", "FAILED"],
									"last": {"executionId": "e2", "state": "FAILED", "endedAt": "1970-01-01T00:01:00Z", "error": "no"},
									"lastSuccess": "1970-01-01T00:00:00Z", "next": "1970-01-01T00:02:00Z", "pausedTriggers": 0}},
								{"id": "new", "health": {"status": "NEW", "failuresInARow": 0, "recent": [], "pausedTriggers": 0}}]}
							""");
		assertThat(this.mvc.get().uri("/api/flows?status=NEW")).bodyJson().isLenientlyEqualTo("""
				{"items": [{"id": "new"}], "total": 1}
				""").doesNotHavePath("items[0].health");
		assertThat(this.mvc.get().uri("/api/flows/demo/failing?health=true").accept(MediaType.APPLICATION_JSON))
			.bodyJson()
			.extractingPath("health.status")
			.isEqualTo("FAILING");
		assertProblem(this.mvc.get().uri("/api/flows?status=ill").exchange(), 400);
		assertProblem(this.mvc.get().uri("/api/flows?health=perhaps").exchange(), 400);
	}

	@Test
	void pagesOfTheListLinkOneAnother() {
		List.of("a", "b", "c").forEach((id) -> this.bench.given("linked", id));
		assertThat(this.mvc.get().uri("/api/flows?namespace=linked&size=1&page=1")).hasHeader("Link",
				"<?namespace=linked&size=1&page=2>; rel=\"next\", <?namespace=linked&size=1&page=0>; rel=\"prev\", "
						+ "<?namespace=linked&size=1&page=0>; rel=\"first\"");
		assertThat(this.mvc.get().uri("/api/flows?namespace=linked")).doesNotContainHeader("Link");
	}

	@Test
	void aDeletedFlowIsGone() {
		this.bench.given("demo", "hello");
		assertThat(this.mvc.delete().uri("/api/flows/demo/hello")).hasStatus(204);
		assertThat(this.bench.flows()).doesNotContainKey(new FlowKey("demo", "hello"));
		assertProblem(this.mvc.delete().uri("/api/flows/demo/hello").exchange(), 404);
		assertProblem(this.mvc.get().uri("/api/flows/demo/hello").exchange(), 404);
	}

	@Test
	void pathAndYamlMustAgree() {
		MvcTestResult result = put("demo", "hello", yaml("demo", "bye"));
		assertProblem(result, 400);
		assertThat(result).bodyJson().extractingPath("field").isEqualTo("id");
		assertThat(this.bench.flows()).isEmpty();
	}

	@Test
	void everythingThatIsWrongWithAFlowIsListed() {
		MvcTestResult result = this.mvc.post()
			.uri("/api/flows/validate")
			.contentType(MediaType.APPLICATION_YAML)
			.content("nothing")
			.exchange();
		assertProblem(result, 400);
		assertThat(result).bodyJson().isLenientlyEqualTo("""
				{"field": "namespace", "problems": [
					{"line": 1, "column": 2, "field": "namespace", "message": "is missing"},
					{"line": 3, "column": 4, "field": "tasks[0].type", "message": "is not a task type"}]}
				""");
	}

	@Test
	void validatingStoresNothing() {
		assertThat(this.mvc.post()
			.uri("/api/flows/validate")
			.contentType(MediaType.APPLICATION_YAML)
			.content(yaml("demo", "hello"))).hasStatusOk().bodyJson().extractingPath("revision").isEqualTo(0);
		assertThat(this.bench.flows()).isEmpty();
	}

	@Test
	void aFlowOfKestraIsConvertedAndNotStored() {
		assertThat(convert("""
				id: hello
				namespace: demo
				tasks:
				  - {id: say, type: io.kestra.plugin.core.log.Log, message: hello}
				  - {id: query, type: io.kestra.plugin.gcp.bigquery.Query, sql: select 1}
				""")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"complete": false, "notCarriedOver": [{"line": 5, "path": "tasks[1].type", "blocking": true}]}
				""");
		assertThat(this.bench.flows()).isEmpty();
		MvcTestResult unreadable = convert("a: [");
		assertProblem(unreadable, 400);
		assertThat(unreadable).bodyJson().extractingPath("detail").asString().contains("line 1");
	}

	private MvcTestResult convert(String yaml) {
		return this.mvc.post()
			.uri("/api/flows/convert")
			.contentType(MediaType.APPLICATION_YAML)
			.content(yaml)
			.exchange();
	}

	@Test
	void anotherContentTypeIsRefusedWithTheRightOne() {
		MvcTestResult result = this.mvc.put()
			.uri("/api/flows/demo/hello")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{}")
			.exchange();
		assertProblem(result, 415);
		assertThat(result).bodyJson().extractingPath("hint").asString().contains("application/yaml");
	}

	@Test
	void anEmptyBodyIsRefused() {
		assertProblem(this.mvc.put().uri("/api/flows/demo/hello").contentType(MediaType.APPLICATION_YAML).exchange(),
				400);
	}

	@Test
	void anAnswerThatCannotBeGivenIsRefusedWithThoseThatCan() {
		this.bench.given("demo", "hello");
		MvcTestResult result = this.mvc.get().uri("/api/flows/demo/hello").accept(MediaType.IMAGE_PNG).exchange();
		assertProblem(result, 406);
		assertThat(result).bodyJson().extractingPath("hint").asString().contains("application/yaml");
	}

	@Test
	void aBrokerThatDoesNotAcknowledgeIsToldInTime() {
		this.bench.brokerDown();
		MvcTestResult result = put("demo", "hello", yaml("demo", "hello"));
		assertProblem(result, 503);
		assertThat(result).hasHeader("Retry-After", "5");
	}

	@Test
	void withoutASchedulerNothingChangesAndTheProblemSaysSo() {
		this.bench.given("demo", "known");
		this.bench.schedulerDown(true);
		MvcTestResult result = put("demo", "hello", yaml("demo", "hello"));
		assertProblem(result, 503);
		assertThat(result).bodyJson()
			.extractingPath("detail")
			.isEqualTo(
					"No scheduler changed flow demo/hello within PT10S, and none will do so later: it is as it was.");
		assertProblem(this.mvc.delete().uri("/api/flows/demo/known").exchange(), 503);
		assertThat(this.bench.flows().keySet()).containsExactly(new FlowKey("demo", "known"));
	}

	@Test
	void aFlowThatWasDeletedIsNewAgain() {
		put("demo", "hello", yaml("demo", "hello"));
		this.mvc.delete().uri("/api/flows/demo/hello").exchange();
		assertThat(put("demo", "hello", yaml("demo", "hello"))).hasStatus(201);
		assertThat(put("demo", "hello", yaml("demo", "hello"))).hasStatus(200);
	}

	@Test
	void beforeTheFlowsAreKnownNothingIsSaidOfThem() {
		this.bench.notReady();
		assertProblem(this.mvc.get().uri("/api/flows/demo/hello").exchange(), 503);
		assertProblem(this.mvc.get().uri("/api/flows").exchange(), 503);
		assertProblem(put("demo", "hello", yaml("demo", "hello")), 503);
	}

	private MvcTestResult put(String namespace, String id, String yaml) {
		return this.mvc.put()
			.uri("/api/flows/{namespace}/{id}", namespace, id)
			.contentType(MediaType.APPLICATION_YAML)
			.content(yaml)
			.exchange();
	}

	@Test
	void parameterThatARouteDoesNotKnowIsNamedWithThoseThatItKnows() {
		MvcTestResult misspelt = this.mvc.get().uri("/api/flows?name_space=demo&size=1&page_size=2").exchange();
		assertProblem(misspelt, 400);
		assertThat(misspelt).bodyJson()
			.extractingPath("detail")
			.isEqualTo("There is no parameter name_space, page_size here.");
		assertThat(misspelt).bodyJson().extractingPath("field").isEqualTo("name_space");
		assertThat(misspelt).bodyJson()
			.extractingPath("hint")
			.isEqualTo("It takes health, namespace, page, size, status, text.");
		MvcTestResult none = this.mvc.delete().uri("/api/flows/demo/nothing?dry%20run").exchange();
		assertThat(none).bodyJson().extractingPath("hint").isEqualTo("This takes none.");
		MvcTestResult create = this.mvc.post()
			.uri("/api/flows/demo/nothing/executions?wiat=PT1S")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{}")
			.exchange();
		assertProblem(create, 400);
		assertThat(create).bodyJson().extractingPath("hint").isEqualTo("It takes wait.");
		assertThat(this.mvc.get().uri("/api/flows?&raw=true")).hasStatusOk();
		assertThat(this.mvc.get().uri("/api/openapi.json?any=thing")).hasStatusOk();
	}

	private static void assertProblem(MvcTestResult result, int status) {
		assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("status").isEqualTo(status);
		assertThat(result).bodyJson().extractingPath("detail").asString().isNotBlank();
		assertThat(result).bodyJson().extractingPath("hint").asString().isNotBlank();
	}

}
