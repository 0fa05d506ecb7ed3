package io.windhover.flow.template.pebble;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.core.CoreExtension;
import io.pebbletemplates.pebble.extension.escaper.EscaperExtension;
import io.pebbletemplates.pebble.extension.i18n.I18nExtension;
import io.pebbletemplates.pebble.loader.StringLoader;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import io.windhover.flow.template.budget.GuardedFilter;
import io.windhover.flow.template.budget.GuardedOperator;
import org.jspecify.annotations.Nullable;

/**
 * A Pebble engine without the parts that read other templates, define recursive ones or
 * make lists of any length; all others take steps of a {@code RenderBudget}.
 */
final class SafeEngine {

	private static final Set<String> TAGS = Set.of("if", "verbatim");

	private SafeEngine() {
	}

	static PebbleEngine create(Extension extension) {
		return new PebbleEngine.Builder().loader(new StringLoader())
			.strictVariables(true)
			.autoEscaping(false)
			.newLineTrimming(false)
			.cacheActive(false)
			.methodAccessValidator(new ReadingMethods())
			.registerExtensionCustomizer(Reduced::new)
			.extension(extension)
			.build();
	}

	/**
	 * What templates may use.
	 * @param extension of our own
	 */
	static KnownNames names(Extension extension) {
		return KnownNames.of(List.of(new Reduced(new CoreExtension()), new Reduced(new I18nExtension()),
				new EscaperExtension(), extension));
	}

	/**
	 * Leaves out of a built-in extension what is not wanted. Null stays null, as Pebble
	 * has it.
	 */
	private static class Reduced extends ExtensionCustomizer {

		Reduced(Extension extension) {
			super(extension);
		}

		@Override
		public @Nullable List<TokenParser> getTokenParsers() {
			List<TokenParser> all = super.getTokenParsers();
			return (all != null)
					? all.stream().filter((each) -> TAGS.contains(each.getTag())).collect(Collectors.toList()) : null;
		}

		@Override
		public @Nullable Map<String, Function> getFunctions() {
			Map<String, Function> all = super.getFunctions();
			return (all != null) ? all.entrySet()
				.stream()
				.filter((each) -> !each.getKey().equals("i18n"))
				.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)) : null;
		}

		@Override
		public @Nullable Map<String, Filter> getFilters() {
			Map<String, Filter> all = super.getFilters();
			return (all != null) ? all.entrySet()
				.stream()
				.collect(
						Collectors.toMap(Map.Entry::getKey, (each) -> GuardedFilter.of(each.getKey(), each.getValue())))
					: null;
		}

		@Override
		public @Nullable List<BinaryOperator> getBinaryOperators() {
			List<BinaryOperator> all = super.getBinaryOperators();
			return (all != null) ? all.stream()
				.filter((each) -> !each.getSymbol().equals(".."))
				.map(GuardedOperator::of)
				.collect(Collectors.toList()) : null;
		}

	}

}
