package io.windhover.flow.binding;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import jakarta.validation.Validator;

/**
 * Binds maps to records, property by property, so that it finds all that is wrong and not
 * only the first. Unknown properties are wrong; a null is as good as an absent one.
 */
public final class RecordBinder {

	private final Validator validator;

	private final TypeConverter converter = new TypeConverter();

	/**
	 * Makes a binder.
	 * @param validator of the constraints on the components of records
	 */
	public RecordBinder(Validator validator) {
		this.validator = validator;
	}

	/**
	 * Binds values that are final.
	 */
	public <T> Binding<T> bind(Map<String, ?> values, Class<T> type) {
		return bind(values, type, (text) -> false, List.of());
	}

	/**
	 * Binds values of which some are not final.
	 * @param isDeferred which texts are not checked, because their final value comes
	 * later; they count as present
	 * @param otherNames properties that may stand beside those of the record, for
	 * suggestions
	 */
	public <T> Binding<T> bind(Map<String, ?> values, Class<T> type, Predicate<String> isDeferred,
			Collection<String> otherNames) {
		RecordBinding<T> binding = new RecordBinding<>(this, this.converter, type, isDeferred, otherNames);
		values.forEach(binding::property);
		T value = binding.value();
		if (value != null) {
			this.validator.validate(value).forEach(binding::violation);
		}
		return new Binding<>(value, binding.problems());
	}

}
