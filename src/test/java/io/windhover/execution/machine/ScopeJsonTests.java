package io.windhover.execution.machine;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.windhover.execution.State;
import io.windhover.execution.json.Json;
import io.windhover.execution.plan.Phase;
import io.windhover.execution.plan.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ScopeJsonTests {

	@ParameterizedTest
	@MethodSource("values")
	void everyFieldIsReadAsItWasWritten(String name, Object value) throws ReflectiveOperationException {
		Scope scope = new Scope("", "", 0, 0, null, Instant.EPOCH);
		Field field = Scope.class.getDeclaredField(name);
		field.setAccessible(true);
		field.set(scope, value);
		Scope read = Json.mapper().readValue(Json.mapper().writeValueAsBytes(scope), Scope.class);
		for (Field each : (Iterable<Field>) fields()::iterator) {
			each.setAccessible(true);
			assertThat(each.get(read)).as(each.getName()).isEqualTo(each.get(scope));
		}
	}

	/** Of each type what is its default, and what is not. */
	static Stream<Object[]> values() {
		return fields().flatMap((field) -> of(field).map((value) -> new Object[] { field.getName(), value }));
	}

	private static Stream<Field> fields() {
		return Arrays.stream(Scope.class.getDeclaredFields())
			.filter((field) -> !Modifier.isStatic(field.getModifiers())
					&& !field.isAnnotationPresent(JsonIgnore.class));
	}

	private static Stream<?> of(Field field) {
		Class<?> type = field.getType();
		if (type == int.class) {
			return Stream.of(-1, 0, 1);
		}
		if (type == long.class) {
			return Stream.of(0L, 1L);
		}
		if (type == double.class) {
			return Stream.of(0.0, 2.5);
		}
		if (type == boolean.class) {
			return Stream.of(false, true);
		}
		if (type == String.class || type == Object.class) {
			return Stream.of("", "text");
		}
		if (type == Instant.class) {
			return Stream.of(Instant.EPOCH, Instant.parse("2026-11-28T19:27:07.955871200Z"));
		}
		if (type == State.class || type == Phase.class) {
			return Arrays.stream(type.getEnumConstants());
		}
		if (field.getName().startsWith("outputsApart")) {
			return Stream.of(Set.of(), Set.of("task"));
		}
		if (type == Set.class) {
			return Stream.of(new TreeSet<>(), new TreeSet<>(List.of(0, 2)));
		}
		if (field.getName().equals("outputsElsewhere")) {
			return Stream.of(Map.of(), Map.of("task", "path"));
		}
		if (field.getName().equals("largeSizes")) {
			return Stream.of(Map.of(), Map.of("task", 2000L));
		}
		if (field.getName().equals("lists")) {
			return Stream.of(Map.of());
		}
		return Stream.of(Map.of(), Map.of("task", Map.of()), Map.of("task", Map.of("value", "")));
	}

}
