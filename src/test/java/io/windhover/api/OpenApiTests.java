package io.windhover.api;

import java.util.List;
import java.util.Locale;

import io.swagger.v3.oas.models.OpenAPI;
import io.windhover.api.web.ApiTest;
import org.junit.jupiter.api.Test;
import org.springdoc.core.service.OpenAPIService;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

@ApiTest
class OpenApiTests {

	private final MockMvcTester mvc;

	OpenApiTests(@Autowired MockMvcTester mvc) {
		this.mvc = mvc;
	}

	@Test
	void theDocumentHasEveryRouteAndNoOther(@Autowired RequestMappingHandlerMapping requestMappingHandlerMapping) {
		String[] routes = requestMappingHandlerMapping.getHandlerMethods()
			.keySet()
			.stream()
			.flatMap((mapping) -> mapping.getPatternValues().stream())
			.filter((path) -> path.startsWith("/api/") && !path.startsWith("/api/openapi"))
			.map((path) -> path.replace("{*", "{"))
			.distinct()
			.toArray(String[]::new);
		assertThat(routes).hasSize(23);
		assertThat(this.mvc.get().uri("/api/openapi.json")).hasStatusOk()
			.bodyJson()
			.extractingPath("paths")
			.asMap()
			.containsOnlyKeys(routes);
	}

	@Test
	void everyOperationAndParameterIsDescribedAndAnswersWithProblems() {
		assertThat(this.mvc.get().uri("/api/openapi.json")).bodyJson()
			.extractingPath("$.paths.*.*.summary")
			.asArray()
			.hasSize(30);
		assertThat(this.mvc.get().uri("/api/openapi.json")).bodyJson()
			.extractingPath("$.paths.*.*.responses.4XX.content['application/problem+json'].schema['$ref']")
			.asArray()
			.hasSize(30)
			.containsOnly("#/components/schemas/Problem");
		assertThat(this.mvc.get().uri("/api/openapi.json")).bodyJson()
			.extractingPath("$.paths.*.*.parameters[?(@.in == 'query' && !@.description)].name")
			.asArray()
			.isEmpty();
	}

	@Test
	void listsThatHavePagesLinkThem() {
		assertThat(this.mvc.get().uri("/api/openapi.json")).bodyJson()
			.extractingPath("$.paths.*.get.responses.200.headers.Link.description")
			.asArray()
			.hasSize(6);
	}

	@Test
	void bodyOfACreateIsJsonOrPartsWithFiles() {
		assertThat(this.mvc.get().uri("/api/openapi.json")).bodyJson()
			.extractingPath("$.paths['/api/flows/{namespace}/{flowId}/executions'].post.requestBody.content")
			.asMap()
			.containsOnlyKeys("application/json", "multipart/form-data");
	}

	/** A document of each would be kept, however many a client names. */
	@Test
	void allLanguagesGetOneDocument(@Autowired OpenAPIService documents) {
		Locale english = Locale.forLanguageTag("en");
		assertThat(this.mvc.get().uri("/api/openapi.json")).hasStatusOk();
		OpenAPI made = documents.getCachedOpenAPI(english);
		assertThat(made).isNotNull();
		for (String language : List.of("de", "fr-CA, fr;q=0.5", "x-windhover", "*", "en-GB", "??")) {
			assertThat(this.mvc.get().uri("/api/openapi.json").header("Accept-Language", language)).as(language)
				.hasStatusOk();
			assertThat(documents.getCachedOpenAPI(english)).as(language).isSameAs(made);
		}
		assertThat(documents.getCachedOpenAPI(Locale.GERMAN)).isNull();
		assertThat(documents.getCachedOpenAPI(Locale.CANADA_FRENCH)).isNull();
	}

	@Test
	void namesAreThoseOfTheApiAndNotOfTheCode() {
		assertThat(this.mvc.get().uri("/api/openapi.json")).bodyText()
			.contains("\"title\":\"Windhover\"")
			.doesNotContain("DeferredResult", "ResponseEntity", "io.windhover");
	}

}
