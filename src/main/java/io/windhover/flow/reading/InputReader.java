package io.windhover.flow.reading;

import io.windhover.flow.Input;
import io.windhover.flow.Inputs;
import io.windhover.flow.binding.RecordBinder;
import io.windhover.flow.reading.Shapes.InputShape;
import org.jspecify.annotations.Nullable;

/**
 * Reads declared inputs.
 */
class InputReader {

	private final RecordBinder binder;

	InputReader(RecordBinder binder) {
		this.binder = binder;
	}

	@Nullable Input read(Part part, Problems problems) {
		int before = problems.count();
		InputShape shape = problems.of(part.path(), this.binder.bind(part.properties(), InputShape.class)).value();
		if (shape == null || problems.count() > before) {
			return null;
		}
		Object standIn = null;
		if (shape.defaultValue() != null) {
			try {
				standIn = Inputs.convert(shape.type(), shape.defaultValue());
			}
			catch (IllegalArgumentException ex) {
				problems.value(part.path().child("default"), String.valueOf(ex.getMessage()));
			}
		}
		boolean required = shape.required() == null || shape.required();
		return new Input(shape.id(), shape.type(), required, standIn, shape.description());
	}

}
