package io.windhover.api.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.file.FileMissingException;
import io.windhover.file.FileStore;
import io.windhover.flow.input.FileAddress;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.Inputs;
import io.windhover.flow.input.InvalidInputsException;
import io.windhover.flow.input.InvalidInputsException.Problem;
import io.windhover.flow.template.Templates;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves inputs some of which may be files, which must exist.
 */
record FileInputs(FileStore files, Templates templates) {

	private static final Logger logger = LoggerFactory.getLogger(FileInputs.class);

	/**
	 * The inputs of an execution.
	 * @throws InvalidInputsException with all that is wrong
	 */
	Map<String, Object> resolve(List<Input> declared, Map<String, Object> given) {
		List<Problem> problems = new ArrayList<>(missing(declared, given));
		Map<String, Object> resolved = Map.of();
		try {
			resolved = Inputs.resolve(declared, given, this.templates);
		}
		catch (InvalidInputsException ex) {
			problems.addAll(0, ex.problems());
		}
		if (!problems.isEmpty()) {
			throw new InvalidInputsException(problems);
		}
		return resolved;
	}

	private List<Problem> missing(List<Input> declared, Map<String, Object> given) {
		return declared.stream()
			.filter((input) -> input.type() == Input.Type.FILE && isMissing(given.get(input.id())))
			.map((input) -> new Problem(input.id(),
					"there is no file '%s'; send the file itself, or list those of an execution by GET /api/executions/{id}/files"
						.formatted(given.get(input.id()))))
			.toList();
	}

	/** One that is no address is told elsewhere. */
	private boolean isMissing(@Nullable Object address) {
		if (!(address instanceof String text)) {
			return false;
		}
		try {
			this.files.find(FileAddress.parse(text));
			return false;
		}
		catch (FileMissingException ex) {
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
		catch (IOException ex) {
			logger.warn("Whether {} is there cannot be seen, so the task that needs it will", text, ex);
			return false;
		}
	}

}
