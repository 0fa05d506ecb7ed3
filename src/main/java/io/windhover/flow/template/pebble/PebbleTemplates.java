package io.windhover.flow.template.pebble;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.windhover.flow.template.FileLookup;
import io.windhover.flow.template.SecretLookup;
import io.windhover.flow.template.TemplateException;
import io.windhover.flow.template.Templates;
import io.windhover.flow.template.budget.Explanation;
import io.windhover.flow.template.budget.RenderBudget;
import io.windhover.flow.template.budget.RenderedValue;
import io.windhover.flow.template.function.ReadFunction;
import io.windhover.flow.template.function.RecentlyCompiled;
import io.windhover.flow.template.function.SecretFunction;
import org.jspecify.annotations.Nullable;

/**
 * Pebble, made strict (a missing name fails), harmless (no files, no classes, only
 * methods that read) and bounded in output and time. Safe for many threads.
 */
public final class PebbleTemplates implements Templates {

	private static final int MOST_COMPILED = 1_000;

	private final RecentlyCompiled<PebbleTemplate> compiled;

	private final KnownNames known;

	private final Duration maxTime;

	private final int maxCharacters;

	/**
	 * Makes an engine with the default limits, whose templates read no environment
	 * variables.
	 */
	public PebbleTemplates(Clock clock) {
		this(clock, Set.of(), RenderBudget.LONGEST, RenderBudget.MOST_CHARACTERS);
	}

	/**
	 * Prepares the engine.
	 * @param environment the variables of the process that templates may read
	 * @param maxTime of one template, where its user names no other
	 * @param maxCharacters that one may make
	 */
	public PebbleTemplates(Clock clock, Set<String> environment, Duration maxTime, int maxCharacters) {
		this.maxTime = maxTime;
		this.maxCharacters = maxCharacters;
		WindhoverExtension extension = new WindhoverExtension(clock, environment, this::compiled);
		PebbleEngine engine = SafeEngine.create(extension);
		this.known = SafeEngine.names(extension);
		this.compiled = new RecentlyCompiled<>(MOST_COMPILED, engine::getLiteralTemplate);
	}

	private PebbleTemplate compiled(String text) {
		return this.compiled.get(text);
	}

	@Override
	public Map<String, Object> render(Map<String, Object> configuration, Map<String, Object> variables) {
		Map<String, Object> rendered = new LinkedHashMap<>();
		configuration.forEach((key, value) -> {
			Object result = new Rendering(this, variables).render(key, value);
			if (result != null) {
				rendered.put(key, result);
			}
		});
		return rendered;
	}

	@Override
	public Map<String, Object> render(Map<String, Object> configuration, Map<String, Object> variables,
			Duration budget) {
		RenderBudget before = RenderBudget.swap(RenderBudget.of(budget, this.maxCharacters));
		try {
			return render(configuration, variables);
		}
		finally {
			RenderBudget.swap(before);
		}
	}

	@Override
	public Map<String, Object> render(Map<String, Object> configuration, Map<String, Object> variables,
			SecretLookup secrets, @Nullable FileLookup files) {
		SecretLookup secretsBefore = SecretFunction.swap(secrets);
		FileLookup filesBefore = ReadFunction.swap(files);
		try {
			return render(configuration, variables);
		}
		finally {
			SecretFunction.swap(secretsBefore);
			ReadFunction.swap(filesBefore);
		}
	}

	@Override
	public @Nullable Object evaluate(String template, Map<String, Object> variables) {
		if (!Templates.isTemplate(template)) {
			return template;
		}
		RenderBudget before = RenderBudget.swap(RenderBudget.currentOr(this.maxTime, this.maxCharacters));
		try {
			return explained(() -> rendered(template, variables));
		}
		finally {
			RenderBudget.swap(before);
		}
	}

	private @Nullable Object rendered(String template, Map<String, Object> variables) throws IOException {
		RenderBudget budget = RenderBudget.current();
		budget.source(template);
		PebbleTemplate read = this.compiled.get(template);
		RenderedValue value = new RenderedValue(RenderedValue.isOneExpression(read), budget);
		read.evaluate(value, variables);
		return value.get();
	}

	@Override
	public void check(String template) {
		if (Templates.isTemplate(template)) {
			explained(() -> {
				TemplateNames names = TemplateNames.of(this.compiled.get(template));
				this.known.check(names);
				ConstantArguments.check(names);
				return null;
			});
		}
	}

	@Override
	public Set<String> variables(String template) {
		Set<String> variables = new TreeSet<>();
		if (Templates.isTemplate(template)) {
			explained(() -> variables.addAll(TemplateNames.of(this.compiled.get(template)).variables()));
		}
		return variables;
	}

	private static @Nullable Object explained(Evaluation evaluation) {
		try {
			return evaluation.run();
		}
		catch (PebbleException ex) {
			throw new TemplateException(Explanation.of(ex), ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (RuntimeException ex) {
			throw new TemplateException((ex.getMessage() != null) ? ex.getMessage() : ex.toString(), ex);
		}
		catch (StackOverflowError ex) {
			throw new TemplateException("the template is nested too deeply", ex);
		}
	}

	private interface Evaluation {

		@Nullable Object run() throws IOException;

	}

}
