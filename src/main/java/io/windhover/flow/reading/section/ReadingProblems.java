package io.windhover.flow.reading.section;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.windhover.flow.FlowProblem;
import io.windhover.flow.binding.Binding;
import io.windhover.flow.binding.BindingProblem;
import io.windhover.flow.binding.Path;
import io.windhover.flow.yaml.Position;
import io.windhover.flow.yaml.YamlDocument;

/**
 * Collects what is wrong with one file and finds where it stands.
 */
public class ReadingProblems {

	private static final Comparator<FlowProblem> BY_POSITION = Comparator.comparingInt(FlowProblem::line)
		.thenComparingInt(FlowProblem::column);

	private final String file;

	private final YamlDocument document;

	private final List<FlowProblem> found = new ArrayList<>();

	/**
	 * Starts with the problems of the text itself.
	 * @param file the name of the file in each problem
	 */
	public ReadingProblems(String file, YamlDocument document) {
		this.file = file;
		this.document = document;
		document.problems().forEach((each) -> add(each.position(), each.path(), each.message()));
	}

	/**
	 * Adds a problem at the position of a value, or of the nearest one around it.
	 */
	public void value(Path path, String message) {
		add(this.document.position(path), path, message);
	}

	/** Adds the problems of a binding whose record stands at a path. */
	public <T> Binding<T> of(Path path, Binding<T> binding) {
		for (BindingProblem problem : binding.problems()) {
			Path full = path.append(problem.path());
			add(problem.aboutName() ? this.document.keyPosition(full) : this.document.position(full), full,
					problem.message());
		}
		return binding;
	}

	int line(Path path) {
		return this.document.position(path).line();
	}

	/**
	 * The number of problems so far, which does not grow while a valid part is read.
	 */
	public int count() {
		return this.found.size();
	}

	/**
	 * All problems, by line and column.
	 */
	public List<FlowProblem> inOrder() {
		return this.found.stream().sorted(BY_POSITION).toList();
	}

	private void add(Position position, Path path, String message) {
		this.found.add(new FlowProblem(this.file, position.line(), position.column(), path.toString(), message));
	}

}
