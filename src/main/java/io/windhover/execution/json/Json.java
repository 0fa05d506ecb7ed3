package io.windhover.execution.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of records, stores and documents: ISO-8601 times and durations, no nulls,
 * components in the order of their record, unknown properties ignored so that an older
 * process can read what a newer one wrote.
 */
public final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.addModule(InstantJson.module())
		.build();

	private Json() {
	}

	/**
	 * The one mapper of the process, safe for many threads.
	 */
	public static JsonMapper mapper() {
		return MAPPER;
	}

}
