// The node kinds of tree-sitter-python as small dense numbers, so that a `switch` over them is a jump table. Each backend's own
// type ids are translated to these once, when the grammar is loaded (parser.ts). It holds no behaviour.

export const OTHER = 0;
export const IDENTIFIER = 1;
export const MODULE = 2;
export const IMPORT_STATEMENT = 3;
export const IMPORT_PREFIX = 4;
export const RELATIVE_IMPORT = 5;
export const FUTURE_IMPORT_STATEMENT = 6;
export const IMPORT_FROM_STATEMENT = 7;
export const ALIASED_IMPORT = 8;
export const WILDCARD_IMPORT = 9;
export const ASSERT_STATEMENT = 10;
export const EXPRESSION_STATEMENT = 11;
export const NAMED_EXPRESSION = 12;
export const RETURN_STATEMENT = 13;
export const DELETE_STATEMENT = 14;
export const RAISE_STATEMENT = 15;
export const PASS_STATEMENT = 16;
export const BREAK_STATEMENT = 17;
export const CONTINUE_STATEMENT = 18;
export const IF_STATEMENT = 19;
export const ELIF_CLAUSE = 20;
export const ELSE_CLAUSE = 21;
export const MATCH_STATEMENT = 22;
export const BLOCK = 23;
export const CASE_CLAUSE = 24;
export const FOR_STATEMENT = 25;
export const WHILE_STATEMENT = 26;
export const TRY_STATEMENT = 27;
export const EXCEPT_CLAUSE = 28;
export const FINALLY_CLAUSE = 29;
export const WITH_STATEMENT = 30;
export const WITH_CLAUSE = 31;
export const WITH_ITEM = 32;
export const FUNCTION_DEFINITION = 33;
export const PARAMETERS = 34;
export const LAMBDA_PARAMETERS = 35;
export const LIST_SPLAT = 36;
export const DICTIONARY_SPLAT = 37;
export const GLOBAL_STATEMENT = 38;
export const NONLOCAL_STATEMENT = 39;
export const TYPE_ALIAS_STATEMENT = 40;
export const CLASS_DEFINITION = 41;
export const TYPE_PARAMETER = 42;
export const ARGUMENT_LIST = 43;
export const DECORATED_DEFINITION = 44;
export const DECORATOR = 45;
export const EXPRESSION_LIST = 46;
export const DOTTED_NAME = 47;
export const CASE_PATTERN = 48;
export const AS_PATTERN = 49;
export const UNION_PATTERN = 50;
export const LIST_PATTERN = 51;
export const TUPLE_PATTERN = 52;
export const DICT_PATTERN = 53;
export const KEYWORD_PATTERN = 54;
export const SPLAT_PATTERN = 55;
export const CLASS_PATTERN = 56;
export const COMPLEX_PATTERN = 57;
export const DEFAULT_PARAMETER = 58;
export const TYPED_DEFAULT_PARAMETER = 59;
export const LIST_SPLAT_PATTERN = 60;
export const DICTIONARY_SPLAT_PATTERN = 61;
export const NOT_OPERATOR = 62;
export const BOOLEAN_OPERATOR = 63;
export const BINARY_OPERATOR = 64;
export const UNARY_OPERATOR = 65;
export const COMPARISON_OPERATOR = 66;
export const LAMBDA = 67;
export const ASSIGNMENT = 68;
export const AUGMENTED_ASSIGNMENT = 69;
export const PATTERN_LIST = 70;
export const YIELD = 71;
export const ATTRIBUTE = 72;
export const SUBSCRIPT = 73;
export const SLICE = 74;
export const CALL = 75;
export const TYPED_PARAMETER = 76;
export const TYPE = 77;
export const SPLAT_TYPE = 78;
export const GENERIC_TYPE = 79;
export const UNION_TYPE = 80;
export const CONSTRAINED_TYPE = 81;
export const MEMBER_TYPE = 82;
export const KEYWORD_ARGUMENT = 83;
export const LIST = 84;
export const SET = 85;
export const TUPLE = 86;
export const DICTIONARY = 87;
export const PAIR = 88;
export const LIST_COMPREHENSION = 89;
export const DICTIONARY_COMPREHENSION = 90;
export const SET_COMPREHENSION = 91;
export const GENERATOR_EXPRESSION = 92;
export const PARENTHESIZED_EXPRESSION = 93;
export const PARENTHESIZED_LIST_SPLAT = 94;
export const FOR_IN_CLAUSE = 95;
export const IF_CLAUSE = 96;
export const CONDITIONAL_EXPRESSION = 97;
export const CONCATENATED_STRING = 98;
export const STRING = 99;
export const STRING_START = 100;
export const STRING_CONTENT = 101;
export const STRING_END = 102;
export const INTERPOLATION = 103;
export const FORMAT_SPECIFIER = 104;
export const FORMAT_EXPRESSION = 105;
export const TYPE_CONVERSION = 106;
export const ESCAPE_SEQUENCE = 107;
export const ESCAPE_INTERPOLATION = 108;
export const INTEGER = 109;
export const FLOAT = 110;
export const TRUE = 111;
export const FALSE = 112;
export const NONE = 113;
export const ELLIPSIS = 114;
export const AWAIT = 115;
export const POSITIONAL_SEPARATOR = 116;
export const KEYWORD_SEPARATOR = 117;
export const AS_PATTERN_TARGET = 118;
export const PRINT_STATEMENT = 119;
export const CHEVRON = 120;
export const EXEC_STATEMENT = 121;
export const LINE_CONTINUATION = 122;
export const COMMENT = 123;
export const SEMICOLON = 124;
export const DOT = 125;
export const LPAR = 126;
export const RPAR = 127;
export const COMMA = 128;
export const STAR = 129;
export const DOUBLE_STAR = 130;
export const COLON_EQUAL = 131;
export const COLON = 132;
export const EQUAL = 133;
export const ARROW = 134;
export const LSQB = 135;
export const RSQB = 136;
export const LBRACE = 137;
export const RBRACE = 138;
export const AT = 139;
export const MINUS = 140;
export const PLUS = 141;
export const VBAR = 142;
export const SLASH = 143;
export const PERCENT = 144;
export const DOUBLE_SLASH = 145;
export const AMPER = 146;
export const CIRCUMFLEX = 147;
export const LEFT_SHIFT = 148;
export const RIGHT_SHIFT = 149;
export const TILDE = 150;
export const LESS = 151;
export const LESS_EQUAL = 152;
export const EQUAL_EQUAL = 153;
export const NOT_EQUAL = 154;
export const GREATER_EQUAL = 155;
export const GREATER = 156;
export const LESS_GREATER = 157;
export const NOT_IN = 158;
export const IS_NOT = 159;
export const UNDERSCORE = 160;
export const KW_IMPORT = 161;
export const KW_FROM = 162;
export const KW_FUTURE = 163;
export const KW_AS = 164;
export const KW_IF = 165;
export const KW_ELIF = 166;
export const KW_ELSE = 167;
export const KW_MATCH = 168;
export const KW_CASE = 169;
export const KW_ASYNC = 170;
export const KW_AWAIT = 171;
export const KW_FOR = 172;
export const KW_IN = 173;
export const KW_WHILE = 174;
export const KW_TRY = 175;
export const KW_EXCEPT = 176;
export const KW_FINALLY = 177;
export const KW_WITH = 178;
export const KW_DEF = 179;
export const KW_GLOBAL = 180;
export const KW_NONLOCAL = 181;
export const KW_EXEC = 182;
export const KW_PRINT = 183;
export const KW_TYPE = 184;
export const KW_CLASS = 185;
export const KW_NOT = 186;
export const KW_AND = 187;
export const KW_OR = 188;
export const KW_IS = 189;
export const KW_LAMBDA = 190;
export const KW_YIELD = 191;
export const KW_ASSERT = 192;
export const KW_RETURN = 193;
export const KW_DEL = 194;
export const KW_RAISE = 195;
export const KW_PASS = 196;
export const KW_BREAK = 197;
export const KW_CONTINUE = 198;
export const FIRST_AUGMENTED = 199;
export const PLUS_EQUAL = 199;
export const MINUS_EQUAL = 200;
export const STAR_EQUAL = 201;
export const SLASH_EQUAL = 202;
export const AT_EQUAL = 203;
export const DOUBLE_SLASH_EQUAL = 204;
export const PERCENT_EQUAL = 205;
export const DOUBLE_STAR_EQUAL = 206;
export const RIGHT_SHIFT_EQUAL = 207;
export const LEFT_SHIFT_EQUAL = 208;
export const AMPER_EQUAL = 209;
export const CIRCUMFLEX_EQUAL = 210;
export const VBAR_EQUAL = 211;
export const ERROR = 212;

/** Every kind with its name in the grammar and whether the grammar calls it a named node. */
export const KIND_NAMES: readonly (readonly [kind: number, name: string, named: boolean])[] = [
  [IDENTIFIER, 'identifier', true],
  [MODULE, 'module', true],
  [IMPORT_STATEMENT, 'import_statement', true],
  [IMPORT_PREFIX, 'import_prefix', true],
  [RELATIVE_IMPORT, 'relative_import', true],
  [FUTURE_IMPORT_STATEMENT, 'future_import_statement', true],
  [IMPORT_FROM_STATEMENT, 'import_from_statement', true],
  [ALIASED_IMPORT, 'aliased_import', true],
  [WILDCARD_IMPORT, 'wildcard_import', true],
  [ASSERT_STATEMENT, 'assert_statement', true],
  [EXPRESSION_STATEMENT, 'expression_statement', true],
  [NAMED_EXPRESSION, 'named_expression', true],
  [RETURN_STATEMENT, 'return_statement', true],
  [DELETE_STATEMENT, 'delete_statement', true],
  [RAISE_STATEMENT, 'raise_statement', true],
  [PASS_STATEMENT, 'pass_statement', true],
  [BREAK_STATEMENT, 'break_statement', true],
  [CONTINUE_STATEMENT, 'continue_statement', true],
  [IF_STATEMENT, 'if_statement', true],
  [ELIF_CLAUSE, 'elif_clause', true],
  [ELSE_CLAUSE, 'else_clause', true],
  [MATCH_STATEMENT, 'match_statement', true],
  [BLOCK, 'block', true],
  [CASE_CLAUSE, 'case_clause', true],
  [FOR_STATEMENT, 'for_statement', true],
  [WHILE_STATEMENT, 'while_statement', true],
  [TRY_STATEMENT, 'try_statement', true],
  [EXCEPT_CLAUSE, 'except_clause', true],
  [FINALLY_CLAUSE, 'finally_clause', true],
  [WITH_STATEMENT, 'with_statement', true],
  [WITH_CLAUSE, 'with_clause', true],
  [WITH_ITEM, 'with_item', true],
  [FUNCTION_DEFINITION, 'function_definition', true],
  [PARAMETERS, 'parameters', true],
  [LAMBDA_PARAMETERS, 'lambda_parameters', true],
  [LIST_SPLAT, 'list_splat', true],
  [DICTIONARY_SPLAT, 'dictionary_splat', true],
  [GLOBAL_STATEMENT, 'global_statement', true],
  [NONLOCAL_STATEMENT, 'nonlocal_statement', true],
  [TYPE_ALIAS_STATEMENT, 'type_alias_statement', true],
  [CLASS_DEFINITION, 'class_definition', true],
  [TYPE_PARAMETER, 'type_parameter', true],
  [ARGUMENT_LIST, 'argument_list', true],
  [DECORATED_DEFINITION, 'decorated_definition', true],
  [DECORATOR, 'decorator', true],
  [EXPRESSION_LIST, 'expression_list', true],
  [DOTTED_NAME, 'dotted_name', true],
  [CASE_PATTERN, 'case_pattern', true],
  [AS_PATTERN, 'as_pattern', true],
  [UNION_PATTERN, 'union_pattern', true],
  [LIST_PATTERN, 'list_pattern', true],
  [TUPLE_PATTERN, 'tuple_pattern', true],
  [DICT_PATTERN, 'dict_pattern', true],
  [KEYWORD_PATTERN, 'keyword_pattern', true],
  [SPLAT_PATTERN, 'splat_pattern', true],
  [CLASS_PATTERN, 'class_pattern', true],
  [COMPLEX_PATTERN, 'complex_pattern', true],
  [DEFAULT_PARAMETER, 'default_parameter', true],
  [TYPED_DEFAULT_PARAMETER, 'typed_default_parameter', true],
  [LIST_SPLAT_PATTERN, 'list_splat_pattern', true],
  [DICTIONARY_SPLAT_PATTERN, 'dictionary_splat_pattern', true],
  [NOT_OPERATOR, 'not_operator', true],
  [BOOLEAN_OPERATOR, 'boolean_operator', true],
  [BINARY_OPERATOR, 'binary_operator', true],
  [UNARY_OPERATOR, 'unary_operator', true],
  [COMPARISON_OPERATOR, 'comparison_operator', true],
  [LAMBDA, 'lambda', true],
  [ASSIGNMENT, 'assignment', true],
  [AUGMENTED_ASSIGNMENT, 'augmented_assignment', true],
  [PATTERN_LIST, 'pattern_list', true],
  [YIELD, 'yield', true],
  [ATTRIBUTE, 'attribute', true],
  [SUBSCRIPT, 'subscript', true],
  [SLICE, 'slice', true],
  [CALL, 'call', true],
  [TYPED_PARAMETER, 'typed_parameter', true],
  [TYPE, 'type', true],
  [SPLAT_TYPE, 'splat_type', true],
  [GENERIC_TYPE, 'generic_type', true],
  [UNION_TYPE, 'union_type', true],
  [CONSTRAINED_TYPE, 'constrained_type', true],
  [MEMBER_TYPE, 'member_type', true],
  [KEYWORD_ARGUMENT, 'keyword_argument', true],
  [LIST, 'list', true],
  [SET, 'set', true],
  [TUPLE, 'tuple', true],
  [DICTIONARY, 'dictionary', true],
  [PAIR, 'pair', true],
  [LIST_COMPREHENSION, 'list_comprehension', true],
  [DICTIONARY_COMPREHENSION, 'dictionary_comprehension', true],
  [SET_COMPREHENSION, 'set_comprehension', true],
  [GENERATOR_EXPRESSION, 'generator_expression', true],
  [PARENTHESIZED_EXPRESSION, 'parenthesized_expression', true],
  [PARENTHESIZED_LIST_SPLAT, 'parenthesized_list_splat', true],
  [FOR_IN_CLAUSE, 'for_in_clause', true],
  [IF_CLAUSE, 'if_clause', true],
  [CONDITIONAL_EXPRESSION, 'conditional_expression', true],
  [CONCATENATED_STRING, 'concatenated_string', true],
  [STRING, 'string', true],
  [STRING_START, 'string_start', true],
  [STRING_CONTENT, 'string_content', true],
  [STRING_END, 'string_end', true],
  [INTERPOLATION, 'interpolation', true],
  [FORMAT_SPECIFIER, 'format_specifier', true],
  [FORMAT_EXPRESSION, 'format_expression', true],
  [TYPE_CONVERSION, 'type_conversion', true],
  [ESCAPE_SEQUENCE, 'escape_sequence', true],
  [ESCAPE_INTERPOLATION, 'escape_interpolation', true],
  [INTEGER, 'integer', true],
  [FLOAT, 'float', true],
  [TRUE, 'true', true],
  [FALSE, 'false', true],
  [NONE, 'none', true],
  [ELLIPSIS, 'ellipsis', true],
  [AWAIT, 'await', true],
  [POSITIONAL_SEPARATOR, 'positional_separator', true],
  [KEYWORD_SEPARATOR, 'keyword_separator', true],
  [AS_PATTERN_TARGET, 'as_pattern_target', true],
  [PRINT_STATEMENT, 'print_statement', true],
  [CHEVRON, 'chevron', true],
  [EXEC_STATEMENT, 'exec_statement', true],
  [LINE_CONTINUATION, 'line_continuation', true],
  [COMMENT, 'comment', true],
  [SEMICOLON, ';', false],
  [DOT, '.', false],
  [LPAR, '(', false],
  [RPAR, ')', false],
  [COMMA, ',', false],
  [STAR, '*', false],
  [DOUBLE_STAR, '**', false],
  [COLON_EQUAL, ':=', false],
  [COLON, ':', false],
  [EQUAL, '=', false],
  [ARROW, '->', false],
  [LSQB, '[', false],
  [RSQB, ']', false],
  [LBRACE, '{', false],
  [RBRACE, '}', false],
  [AT, '@', false],
  [MINUS, '-', false],
  [PLUS, '+', false],
  [VBAR, '|', false],
  [SLASH, '/', false],
  [PERCENT, '%', false],
  [DOUBLE_SLASH, '//', false],
  [AMPER, '&', false],
  [CIRCUMFLEX, '^', false],
  [LEFT_SHIFT, '<<', false],
  [RIGHT_SHIFT, '>>', false],
  [TILDE, '~', false],
  [LESS, '<', false],
  [LESS_EQUAL, '<=', false],
  [EQUAL_EQUAL, '==', false],
  [NOT_EQUAL, '!=', false],
  [GREATER_EQUAL, '>=', false],
  [GREATER, '>', false],
  [LESS_GREATER, '<>', false],
  [NOT_IN, 'not in', false],
  [IS_NOT, 'is not', false],
  [UNDERSCORE, '_', false],
  [KW_IMPORT, 'import', false],
  [KW_FROM, 'from', false],
  [KW_FUTURE, '__future__', false],
  [KW_AS, 'as', false],
  [KW_IF, 'if', false],
  [KW_ELIF, 'elif', false],
  [KW_ELSE, 'else', false],
  [KW_MATCH, 'match', false],
  [KW_CASE, 'case', false],
  [KW_ASYNC, 'async', false],
  [KW_AWAIT, 'await', false],
  [KW_FOR, 'for', false],
  [KW_IN, 'in', false],
  [KW_WHILE, 'while', false],
  [KW_TRY, 'try', false],
  [KW_EXCEPT, 'except', false],
  [KW_FINALLY, 'finally', false],
  [KW_WITH, 'with', false],
  [KW_DEF, 'def', false],
  [KW_GLOBAL, 'global', false],
  [KW_NONLOCAL, 'nonlocal', false],
  [KW_EXEC, 'exec', false],
  [KW_PRINT, 'print', false],
  [KW_TYPE, 'type', false],
  [KW_CLASS, 'class', false],
  [KW_NOT, 'not', false],
  [KW_AND, 'and', false],
  [KW_OR, 'or', false],
  [KW_IS, 'is', false],
  [KW_LAMBDA, 'lambda', false],
  [KW_YIELD, 'yield', false],
  [KW_ASSERT, 'assert', false],
  [KW_RETURN, 'return', false],
  [KW_DEL, 'del', false],
  [KW_RAISE, 'raise', false],
  [KW_PASS, 'pass', false],
  [KW_BREAK, 'break', false],
  [KW_CONTINUE, 'continue', false],
  [PLUS_EQUAL, '+=', false],
  [MINUS_EQUAL, '-=', false],
  [STAR_EQUAL, '*=', false],
  [SLASH_EQUAL, '/=', false],
  [AT_EQUAL, '@=', false],
  [DOUBLE_SLASH_EQUAL, '//=', false],
  [PERCENT_EQUAL, '%=', false],
  [DOUBLE_STAR_EQUAL, '**=', false],
  [RIGHT_SHIFT_EQUAL, '>>=', false],
  [LEFT_SHIFT_EQUAL, '<<=', false],
  [AMPER_EQUAL, '&=', false],
  [CIRCUMFLEX_EQUAL, '^=', false],
  [VBAR_EQUAL, '|=', false],
  [ERROR, 'ERROR', true],
];
