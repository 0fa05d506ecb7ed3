package io.windhover.api;

import java.util.Objects;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
class OpenApiConfiguration {

	@Bean
	OpenAPI openApi(ObjectProvider<BuildProperties> build) {
		BuildProperties properties = build.getIfAvailable();
		return new OpenAPI().info(new Info().title("Windhover")
			.description("Flows and their executions.")
			.version((properties != null) ? properties.getVersion() : "development")
			.license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")));
	}

	/**
	 * Every list that has pages links them, so it is told once.
	 */
	@Bean
	OpenApiCustomizer pageLinks() {
		Header links = new Header().schema(new StringSchema())
			.description("The pages next, prev and first as of RFC 8288, where there are any.");
		return (api) -> api.getPaths()
			.values()
			.stream()
			.flatMap((path) -> path.readOperations().stream())
			.filter(OpenApiConfiguration::hasPages)
			.map((operation) -> operation.getResponses().get("200"))
			.filter(Objects::nonNull)
			.forEach((answer) -> answer.addHeaderObject(HttpHeaders.LINK, links));
	}

	private static boolean hasPages(Operation operation) {
		return operation.getParameters() != null
				&& operation.getParameters().stream().anyMatch((each) -> "page".equals(each.getName()));
	}

	/**
	 * Every route answers a mistake with the same kind of problem, so it is told once.
	 */
	@Bean
	OpenApiCustomizer problems() {
		Schema<?> problem = new ObjectSchema().description("A problem as of RFC 9457.")
			.addProperty("type", new StringSchema())
			.addProperty("title", new StringSchema())
			.addProperty("status", new IntegerSchema())
			.addProperty("detail", new StringSchema().description("What is wrong."))
			.addProperty("instance", new StringSchema())
			.addProperty("field", new StringSchema().description("Where it is."))
			.addProperty("hint", new StringSchema().description("What to do."));
		Content content = new Content().addMediaType("application/problem+json",
				new MediaType().schema(new Schema<>().$ref("Problem")));
		return (api) -> {
			api.getComponents().addSchemas("Problem", problem);
			api.getPaths()
				.values()
				.stream()
				.flatMap((path) -> path.readOperations().stream())
				.forEach((operation) -> operation.getResponses()
					.addApiResponse("4XX", new ApiResponse().description("The request is wrong.").content(content))
					.addApiResponse("503",
							new ApiResponse().description("Kafka or the repository cannot be reached; try again.")
								.content(content)));
		};
	}

}
