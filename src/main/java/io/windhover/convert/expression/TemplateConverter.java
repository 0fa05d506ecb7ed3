package io.windhover.convert.expression;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Converts the templates of one text.
 */
public final class TemplateConverter {

	private static final Pattern OPEN = Pattern.compile("\\{[{%#]-?");

	private static final Pattern VERBATIM = Pattern.compile("\\{%-?\\s*endverbatim\\s*-?%}");

	/** An input that may be absent, and nothing else. */
	private static final Pattern ALONE = Pattern.compile("\\(([\\w.\\[\\]'\"-]+) \\?\\? null\\)");

	private static final Set<String> BARE = Set.of("else", "endif", "endfor");

	private final References references;

	private final Set<String> locals = new HashSet<>();

	private final StringBuilder out = new StringBuilder();

	private int expressions;

	private Converted last = Converted.of("", Kind.TEXT);

	private TemplateConverter(References references) {
		this.references = references;
	}

	/**
	 * Whether a text has a template, or one in a map or list, however deep; keys are
	 * ignored.
	 */
	public static boolean isTemplated(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return map.values().stream().anyMatch(TemplateConverter::isTemplated);
		}
		if (value instanceof Collection<?> list) {
			return list.stream().anyMatch(TemplateConverter::isTemplated);
		}
		return value instanceof String text && (text.contains("{{") || text.contains("{%") || text.contains("{#"));
	}

	/**
	 * Converts a text.
	 * @return its kind is that of its one expression, where it has nothing else
	 */
	static Converted convert(String text, References references) {
		if (!isTemplated(text)) {
			return Converted.of(text, Kind.TEXT);
		}
		TemplateConverter converter = new TemplateConverter(references);
		converter.all(text);
		String converted = converter.out.toString();
		boolean whole = converter.expressions == 1 && text.startsWith("{{") && text.endsWith("}}");
		return new Converted(converted, whole ? converter.last.kind() : Kind.TEXT, null, null,
				whole && converter.last.typed());
	}

	private void all(String text) {
		Matcher open = OPEN.matcher(text);
		int at = 0;
		while (open.find(at)) {
			this.out.append(text, at, open.start());
			at = switch (text.charAt(open.start() + 1)) {
				case '{' -> print(text, open);
				case '%' -> tag(text, open);
				default -> comment(text, open);
			};
		}
		this.out.append(text.substring(at));
	}

	private int print(String text, Matcher open) {
		Token.Tokens tokens = Token.read(text, open.end(), "}}");
		this.last = printed(new ExpressionConverter(this.references, this.locals, tokens.tokens()).whole());
		this.expressions++;
		this.out.append(open.group()).append(this.last.text()).append(tokens.close());
		return tokens.next();
	}

	/** Null is no text in Kestra. */
	private static Converted printed(Converted value) {
		String text = value.text();
		if (!text.contains(ExpressionConverter.OR_NULL) || value.kind() == Kind.TRUTH) {
			return value;
		}
		int space = text.length() - text.stripLeading().length();
		Matcher alone = ALONE.matcher(text.substring(space));
		String inner = alone.matches() ? alone.group(1) : "(" + text.substring(space) + ")";
		return new Converted(text.substring(0, space) + inner + " ?? ''", value.kind(), null, null, value.typed());
	}

	/** It comes to nothing, but where nothing else is a template it would stay. */
	private int comment(String text, Matcher open) {
		int end = text.indexOf("#}", open.end());
		if (end < 0) {
			throw unreadable("#}");
		}
		this.expressions += 2;
		return end + 2;
	}

	private int tag(String text, Matcher open) {
		this.expressions += 2;
		Token.Tokens read = Token.read(text, open.end(), "%}");
		List<Token> tokens = read.tokens();
		String name = tokens.isEmpty() ? "" : tokens.get(0).text();
		if (name.equals("verbatim")) {
			return verbatim(text, open, read.next());
		}
		this.out.append(open.group());
		if (!tokens.isEmpty()) {
			this.out.append(tokens.get(0).written());
		}
		if (name.equals("if") || name.equals("elseif")) {
			expression(tokens.subList(1, tokens.size()));
		}
		else if (name.equals("for") && tokens.size() > 3 && tokens.get(2).is("in")) {
			assign(tokens, 2);
		}
		else if (name.equals("set") && tokens.size() > 3 && tokens.get(2).is("=")) {
			assign(tokens, 2);
		}
		else if (!BARE.contains(name) || tokens.size() > 1) {
			throw new Unsupported("the tag '%s' is not supported".formatted(name), "write it with if, for and set");
		}
		this.out.append(read.close());
		return read.next();
	}

	private void assign(List<Token> tokens, int sign) {
		this.out.append(tokens.get(1).written()).append(tokens.get(sign).written());
		expression(tokens.subList(sign + 1, tokens.size()));
		this.locals.add(tokens.get(1).text());
	}

	private void expression(List<Token> tokens) {
		this.out.append(new ExpressionConverter(this.references, this.locals, tokens).whole().exact());
	}

	private int verbatim(String text, Matcher open, int from) {
		Matcher end = VERBATIM.matcher(text);
		if (!end.find(from)) {
			throw unreadable("{% endverbatim %}");
		}
		this.out.append(text, open.start(), end.end());
		return end.end();
	}

	private static Unsupported unreadable(String missing) {
		return new Unsupported("the template lacks its '%s'".formatted(missing), "write it by hand");
	}

}
