package io.windhover.convert.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.windhover.convert.Unsupported;

/**
 * A part of an expression of Pebble.
 *
 * @param before the white space before it
 */
record Token(Kind kind, String before, String text) {

	private static final Pattern SPACE = Pattern.compile("\\s*");

	private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+)?[lL]?");

	private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

	private static final Pattern SYMBOL = Pattern
		.compile("\\?\\?\\?|\\?\\?|==|!=|<=|>=|\\.\\.|[-+*/%~<>|?:,.()\\[\\]{}=]");

	/**
	 * What a token is.
	 */
	enum Kind {

		STRING, NUMBER, NAME, SYMBOL

	}

	boolean is(String symbolOrName) {
		return this.kind != Kind.STRING && this.text.equals(symbolOrName);
	}

	String written() {
		return this.before + this.text;
	}

	/** The value of a string. */
	String string() {
		if (this.text.contains("\\") || this.text.contains("#{")) {
			throw new Unsupported("the text %s has an escape or an interpolation".formatted(this.text),
					"write it by hand");
		}
		return this.text.substring(1, this.text.length() - 1);
	}

	/**
	 * Reads the tokens of one expression.
	 * @param from where it begins
	 * @param end with what it ends, such as }}
	 */
	static Tokens read(String template, int from, String end) {
		List<Token> tokens = new ArrayList<>();
		int at = from;
		int depth = 0;
		while (true) {
			int start = at;
			at = after(SPACE, template, at);
			String before = template.substring(start, at);
			if (depth == 0) {
				for (String close : List.of(end, "-" + end)) {
					if (template.startsWith(close, at)) {
						return new Tokens(tokens, before + close, at + close.length());
					}
				}
			}
			Token token = token(template, at, before);
			depth += "([{".contains(token.text) ? 1 : ")]}".contains(token.text) ? -1 : 0;
			tokens.add(token);
			at += token.text.length();
		}
	}

	private static Token token(String template, int at, String before) {
		int string = afterString(template, at);
		if (string > at) {
			Token token = new Token(Kind.STRING, before, template.substring(at, string));
			if (token.text.startsWith("\"") && token.text.contains("#{")) {
				token.string();
			}
			return token;
		}
		int number = after(NUMBER, template, at);
		if (number > at) {
			return new Token(Kind.NUMBER, before, template.substring(at, number));
		}
		int name = after(NAME, template, at);
		if (name > at) {
			return new Token(Kind.NAME, before, template.substring(at, name));
		}
		int symbol = after(SYMBOL, template, at);
		if (symbol > at) {
			return new Token(Kind.SYMBOL, before, template.substring(at, symbol));
		}
		throw new Unsupported("the template is not readable: '%s'".formatted(excerpt(template, at)),
				"write it by hand");
	}

	private static String excerpt(String template, int at) {
		return template.substring(Math.max(0, Math.min(at, template.length()) - 20),
				Math.min(template.length(), at + 20));
	}

	private static int afterString(String text, int at) {
		char quote = (at < text.length()) ? text.charAt(at) : ' ';
		if (quote != '\'' && quote != '"') {
			return at;
		}
		for (int i = at + 1; i < text.length(); i++) {
			if (text.charAt(i) == '\\') {
				i++;
			}
			else if (text.charAt(i) == quote) {
				return i + 1;
			}
		}
		return at;
	}

	private static int after(Pattern pattern, String text, int at) {
		Matcher matcher = pattern.matcher(text).region(at, text.length());
		return matcher.lookingAt() ? matcher.end() : at;
	}

	/**
	 * The tokens of one expression.
	 *
	 * @param close with what it ends, and the white space before that
	 * @param next where the text goes on
	 */
	record Tokens(List<Token> tokens, String close, int next) {
	}

}
