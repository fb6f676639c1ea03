"""Words that begin with a capital after “I am” or “my worker”, and are nobody's name.

Without them a comment such as “I am Hmong” would wait for a person. In lower case, without
apostrophes. Karen is a people and a name; it is left out, so that a person looks.
"""

_PEOPLES = """
african africans american americans alaska alaskan anishinaabe arab arabic asian asians biracial
black brown caribbean caucasian chicana chicano chinese cuban dakota dominican english ethiopian
european filipino filipina french german guatemalan haitian hispanic hmong indian indians indigenous
iraqi irish italian jewish karenni kenyan korean lao laotian lakota latina latinas latino latinos
latinx liberian mexican mexicans multiracial muslim native natives navajo nigerian ojibwe oromo
pacific pakistani polish puerto rican russian salvadoran somali somalis spanish sudanese syrian
tribal ukrainian vietnamese white yemeni christian catholic lutheran baptist buddhist hindu gay
lesbian queer trans transgender nonbinary lgbt lgbtq lgbtqia bipoc deaf autistic adhd medicaid
medicare british scottish welsh
"""
_PLACES = """
america minnesota minneapolis saint st st. paul ramsey hennepin texas county city state north south
east west northside southside eastside united states mexico somalia africa england london
"""
_OFFICES = """
cps ccap mfip snap wic icwa dhs dcf dcfs hhs court courts services service social family families
child children youth department office agency hospital clinic school center centre church program
worker workers supervisor manager lead leader assistant practitioner staff team unit ward nurse
nurses doctor doctors gp gps consultant sister matron midwife teacher teachers judge lawyer attorney
officer police therapist counselor advocate guardian parent parents mother mom mum mummy mama father
dad daddy papa son daughter brother grandma grandpa grandmother grandfather aunt uncle foster kin
case line support protection protective welfare probation
"""
_DAYS = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december christmas thanksgiving easter ramadan covid covid-19
"""
_OTHERS = """
i im ive he she they we you it its this that these those there here who what when where why how
a an and as at be been but by did do does for from had has have if in into is just never no nobody
not now of off often ok okay on one or our out over said says so some still than the their then
to told too tried two up very was were will with would yes your my his her all always also any
because after again before being came can could even every got went am are more most much none
nothing only same sorry sure thank thanks grateful happy tired sad scared afraid angry lost done
alone ready afterwards tv nhs mri ct er icu a&e ward bed god lord id dna ptsd aa na cd sober
mr mrs ms mx dr dra sr sra srta prof rev
disabled pregnant homeless single married divorced
"""
_SPANISH = """
yo él ella ellos nosotros usted ustedes de del la el los las un una en y o que no sí si se me le
con por para muy era es está fue dijo dice hizo cuando donde como nunca siempre nadie aquí
madre padre mamá papá hijo hija trabajadora trabajador social juez jueza maestra maestro abogada
abogado doctora doctor señora señor dios corte condado escuela hispana hispano latina latino
mexicana mexicano hondureña hondureño guatemalteca guatemalteco salvadoreña salvadoreño soltera
soltero casada casado bilingüe lunes martes miércoles jueves viernes sábado domingo enero febrero
marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
"""

NOT_NAMES = frozenset(" ".join((_PEOPLES, _PLACES, _OFFICES, _DAYS, _OTHERS, _SPANISH)).split())
